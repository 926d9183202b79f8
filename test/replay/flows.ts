import { parseAddress } from '../../src/net/index.js';
import type { Flow, Origin } from '../../src/replay/index.js';
import { type Connection, interfaces } from './universe.js';

/** A connection of the tests as layers take it. */
export function flowOf(each: Connection): Flow {
  const source = parseAddress(each.source);
  const destination = parseAddress(each.destination);
  if (source === undefined || destination === undefined) throw new Error('addresses are addresses');
  const ported = each.clientPort > 0;
  return {
    source,
    destination,
    protocol: each.protocol,
    port: ported && each.port === 0 ? null : each.port,
    clientPort: each.clientPort,
    answered: each.answered,
    reach: each.scope === 'internet' ? 'leaving' : each.scope === 'own-vpc' ? 'inside' : 'unfiltered',
    names: [],
  };
}

export function originOf(each: Connection): Origin {
  const own = interfaces.find(({ id }) => id === each.iface);
  if (own === undefined) throw new Error('an interface is one of the five');
  return {
    workload: `w-${own.id}`,
    interfaceId: own.id,
    securityGroups: own.groups.map((id) => ({ id, name: id })),
    subnetId: own.subnet,
    vpcId: 'vpc-1',
  };
}
