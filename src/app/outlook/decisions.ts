import type { LedgerView } from '../ledger/basis.js';
import type { LedgerNeed } from '../ledger/needs.js';
import { plural } from '../report/format.js';
import { formatPort } from '../report/groups.js';
import type { Section } from '../report/report.js';
import { section } from '../report/sections/section.js';
import { tableOf } from '../report/table.js';
import type { OutlookOptions } from './options.js';

/** Where the decisions stand: how many needs are allowed, denied and open, and the largest that are open. */
export function decisionsSection(view: LedgerView, path: string, options: OutlookOptions): Section {
  const { needs } = view;
  const of = (decision: string) => needs.filter(({ answer }) => answer.decision === decision);
  const open = of('undecided').sort((a, b) => bytesOf(b) - bytesOf(a));
  const expired = open.filter(({ answer }) => answer.by.length > 0).length;
  const points = [
    `${plural(of('allow').length, 'need')} allowed, ${of('deny').length} denied, ${open.length} undecided, by \`${path}\`.`,
    ...(expired === 0
      ? []
      : [`${plural(expired, 'need')} undecided because the line expired or lines contradict each other.`]),
  ];
  if (open.length === 0) return section('decisions', 'Decisions', { points });
  const table = tableOf<LedgerNeed>(
    [
      { key: 'id', title: 'Id', kind: 'text', weight: 5, of: ({ group }) => group.id },
      { key: 'workload', title: 'Workload', kind: 'text', weight: 9, of: ({ facts }) => facts.workload },
      {
        key: 'destination',
        title: 'Destination',
        kind: 'text',
        weight: 9,
        of: ({ group }) => group.first.destinationAddress,
      },
      {
        key: 'port',
        title: 'Port',
        kind: 'text',
        weight: 9,
        of: ({ facts }) => formatPort(facts.protocol, facts.port),
      },
      { key: 'connections', title: 'Conns', kind: 'count', of: ({ group }) => group.connections },
      { key: 'bytes', title: 'Bytes', kind: 'bytes', of: ({ group }) => group.bytesOut + group.bytesIn },
      {
        key: 'proposal',
        title: 'Proposal',
        kind: 'text',
        weight: 7,
        of: (need) => view.proposeFor(need).answer,
      },
      {
        key: 'because',
        title: 'Because',
        kind: 'text',
        weight: 4,
        of: (need) => view.proposeFor(need).reasons[0]?.text ?? null,
      },
    ],
    open,
    options.rows,
  );
  return section('decisions', 'Decisions', {
    points,
    tables: [{ caption: 'Undecided, largest first; a proposal decides nothing', table }],
    commands: [options.command('ledger review')],
    attention: true,
  });
}

function bytesOf({ group }: LedgerNeed): number {
  return group.bytesOut + group.bytesIn;
}
