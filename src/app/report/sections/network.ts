import type { NatUsage } from '../../../outbound/index.js';
import { leavesVpc } from '../findings.js';
import { formatBytes, formatCount, plural } from '../format.js';
import { groupNeeds, listNames, type NeedGroup, sortGroups } from '../groups.js';
import type { Section } from '../report.js';
import { tableOf } from '../table.js';
import { type SectionInput, section } from './section.js';

/** NAT gateways with the clients that used them; what they carried is counted at the client already. */
export function natGateways(input: SectionInput): Section {
  const { nat, totals } = input.analysis;
  if (nat.length === 0) {
    return section('nat', 'NAT gateways', { text: ['No NAT gateway is in these logs or in the inventory.'] });
  }
  const unseen = nat.reduce((sum, each) => sum + each.unseenClients, 0);
  const points =
    unseen === 0
      ? []
      : [
          `${plural(unseen, 'client')} of a NAT gateway ${unseen === 1 ? 'has' : 'have'} no log of ${unseen === 1 ? 'its' : 'their'} own interface: what ${unseen === 1 ? 'it' : 'they'} opened is known only from the gateway.`,
        ];
  const table = tableOf(
    [
      {
        key: 'natGateway',
        title: 'NAT gateway',
        kind: 'text',
        weight: 9,
        of: (row: NatUsage) => row.natGateway,
      },
      { key: 'clientCount', title: 'Clients', kind: 'count', weight: 8, of: (row) => row.clientCount },
      { key: 'unseenClients', title: 'Not logged', kind: 'count', weight: 7, of: (row) => row.unseenClients },
      { key: 'bytesOut', title: 'Out', kind: 'bytes', weight: 8, of: (row) => row.bytesOut },
      { key: 'bytesIn', title: 'In', kind: 'bytes', weight: 5, of: (row) => row.bytesIn },
      {
        key: 'clients',
        title: 'Busiest clients',
        kind: 'text',
        weight: 4,
        of: (row) => firstOf(row.clients, row.clientCount),
      },
    ],
    nat,
    input.rows,
  );
  return section('nat', 'NAT gateways', {
    text: [
      `What goes through a NAT gateway is given to its true client; ${plural(totals.repeatedRecords, 'record')} that ${totals.repeatedRecords === 1 ? 'repeats' : 'repeat'} it on the way ${totals.repeatedRecords === 1 ? 'is' : 'are'} not counted again.`,
    ],
    points,
    tables: [{ caption: '', table }],
    attention: unseen > 0,
  });
}

function firstOf(clients: readonly string[], count: number): string {
  const shown = clients.slice(0, 3);
  return count > shown.length ? `${shown.join(', ')} +${count - shown.length}` : shown.join(', ');
}

/** By which way it leaves. */
export function paths(input: SectionInput): Section {
  const groups = sortGroups(
    groupNeeds(input.analysis.needs.filter(leavesVpc), (need) => [need.path]),
    'bytes',
  );
  const table = tableOf(
    [
      { key: 'path', title: 'Path', kind: 'text', weight: 9, of: (group: NeedGroup) => group.first.path },
      {
        key: 'workloads',
        title: 'Workloads',
        kind: 'text',
        weight: 6,
        of: (group) =>
          listNames(
            group.needs.map((need) => need.workload),
            3,
          ),
      },
      { key: 'connections', title: 'Conns', kind: 'count', weight: 8, of: (group) => group.connections },
      { key: 'bytesOut', title: 'Out', kind: 'bytes', weight: 8, of: (group) => group.bytesOut },
      { key: 'bytesIn', title: 'In', kind: 'bytes', weight: 5, of: (group) => group.bytesIn },
    ],
    groups,
    input.rows,
  );
  if (groups.length === 0)
    return section('paths', 'Paths out of the VPC', { text: ['Nothing leaves the VPC.'] });
  return section('paths', 'Paths out of the VPC', { tables: [{ caption: '', table }] });
}

/** What was opened from outside: counted and left out of everything else. */
export function inbound(input: SectionInput): Section {
  const { inbound: sum } = input.analysis;
  return section('inbound', 'Opened from outside', {
    text: [
      sum.connections === 0
        ? 'No connection was opened from outside.'
        : `${plural(sum.connections, 'connection')} came from outside (${formatBytes(sum.bytes)}), ${formatCount(sum.rejected)} of them rejected from ${plural(sum.scanSources, 'source')}. Replies to them are no outbound need and are in no list here.`,
    ],
  });
}
