import { formatPortRange, formatPrefix, protocolName } from '../../net/index.js';
import type { EgressPolicy, EgressRule, Peer } from '../../policy/index.js';
import { prefixSet } from '../address-set.js';
import { type AllowRule, judgeAllowList } from '../allow-list.js';
import { destinationsOf, portsOf } from '../allow-list-sets.js';
import { allowShape } from '../shapes.js';
import type { Layer } from '../types.js';
import type { World } from '../world.js';

/** An egress policy: each workload may open what its rules say and nothing else; replies need no rule. */
export function egressPolicyLayer(
  policy: EgressPolicy,
  world: World,
  placeOf: (rule: EgressRule) => string,
): Layer {
  const byWorkload = new Map(
    policy.workloads.map((each) => [
      each.place.workload,
      each.rules.map((rule) => allowRule(rule, each.place.workload, world, placeOf(rule))),
    ]),
  );
  const rules = [...byWorkload.values()].flat();
  return {
    kind: 'egress policy',
    rules: rules.map((each) => each.rule),
    destinations: destinationsOf(rules),
    sources: [],
    ports: portsOf(rules),
    clientPorts: [],
    shapes: [...byWorkload].flatMap(([workload, own]) => own.map((each) => allowShape(each, workload))),
    asksNames: rules.some(({ peer }) => 'domain' in peer),
    originKey: ({ workload }) => workload,
    judge: (flow, { workload }) => {
      if (flow.reach === 'unfiltered') return { kind: 'passes', rules: [] };
      const own = byWorkload.get(workload);
      if (own === undefined) return { kind: 'blocked', rule: null, reason: 'no-workload' };
      return judgeAllowList(own, {
        flow,
        far: flow.destination,
        missing: undefined,
        reason: 'no-rule',
      });
    },
  };
}

function allowRule(rule: EgressRule, workload: string, world: World, place: string): AllowRule {
  return {
    rule: {
      layer: 'egress policy',
      owner: workload,
      text: `${rule.id}: allow ${trafficOf(rule)} to ${peerText(rule.peer)}`,
      place,
      allows: true,
    },
    protocol: rule.protocol,
    ports: rule.ports,
    icmp: null,
    peer: peerOf(rule.peer, world),
  };
}

function peerOf(peer: Peer, world: World): AllowRule['peer'] {
  switch (peer.kind) {
    case 'prefix':
      return prefixSet([peer.prefix]);
    case 'security-group':
      return world.groupMembers(peer.id);
    case 'prefix-list':
      return peer.prefixes === null ? world.prefixListEntries(peer.id) : prefixSet(peer.prefixes);
    case 'domain':
      return { domain: peer.name };
  }
}

export function peerText(peer: Peer): string {
  switch (peer.kind) {
    case 'prefix':
      return formatPrefix(peer.prefix);
    case 'domain':
      return peer.name;
    default:
      return peer.name === null ? peer.id : `${peer.id} (${peer.name})`;
  }
}

function trafficOf({ protocol, ports }: EgressRule): string {
  if (protocol === null) return 'everything';
  return ports === null ? protocolName(protocol) : `${protocolName(protocol)}/${formatPortRange(ports)}`;
}
