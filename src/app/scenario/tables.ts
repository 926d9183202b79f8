import { formatPort } from '../report/groups.js';
import { type Table, tableOf } from '../report/table.js';
import type { ComparedNeed } from './compare.js';
import type { ScenarioRun } from './run.js';
import type { Saturation, WorkloadSaturation } from './saturation.js';
import type { ScenarioNeed } from './seen.js';

/** Runs, earliest first. */
export function scenarioTableOf(runs: readonly ScenarioRun[]): Table {
  return tableOf<ScenarioRun>(
    [
      { key: 'name', title: 'Scenario', kind: 'text', weight: 9, of: (run) => run.name },
      { key: 'from', title: 'From', kind: 'time', weight: 9, of: (run) => run.from },
      { key: 'to', title: 'To', kind: 'time', weight: 9, of: (run) => run.to },
      {
        key: 'seconds',
        title: 'Took',
        kind: 'seconds',
        of: (run) => (run.to === null ? null : run.to - run.from),
      },
      // A code is a name, not an amount.
      { key: 'exitCode', title: 'Exit', kind: 'text', of: (run) => run.exitCode },
      { key: 'commit', title: 'Commit', kind: 'text', of: (run) => run.commit },
      { key: 'command', title: 'Command', kind: 'text', weight: 4, of: (run) => run.command },
      { key: 'note', title: 'Note', kind: 'text', weight: 3, of: (run) => run.note },
    ],
    runs,
  );
}

const differences = {
  'only-in-a': 'only in A',
  'only-in-b': 'only in B',
  verdict: 'verdict',
  volume: 'volume',
} as const;

function statusOf(need: ScenarioNeed | null): string | null {
  if (need === null) return null;
  if (need.accepted > 0) return 'accepted';
  return need.rejected > 0 ? 'rejected' : 'unanswered';
}

/** Needs that differ between two sides. */
export function comparisonTable(rows: readonly ComparedNeed[], limit?: number): Table {
  const side = (name: 'a' | 'b') => {
    const title = name.toUpperCase();
    return [
      {
        key: `status${title}`,
        title: `Status ${title}`,
        kind: 'text' as const,
        of: (row: ComparedNeed) => statusOf(row[name]),
      },
      {
        key: `connections${title}`,
        title: `Conns ${title}`,
        kind: 'count' as const,
        of: (row: ComparedNeed) => row[name]?.connections ?? null,
      },
      {
        key: `bytes${title}`,
        title: `Bytes ${title}`,
        kind: 'bytes' as const,
        weight: 4,
        of: (row: ComparedNeed) => {
          const need = row[name];
          return need === null ? null : need.bytesOut + need.bytesIn;
        },
      },
    ];
  };
  return tableOf<ComparedNeed>(
    [
      {
        key: 'difference',
        title: 'Differs',
        kind: 'text',
        weight: 9,
        of: (row) => differences[row.difference],
      },
      { key: 'workload', title: 'Workload', kind: 'text', weight: 9, of: (row) => row.workload },
      { key: 'destination', title: 'Destination', kind: 'text', weight: 9, of: (row) => row.destination },
      {
        key: 'port',
        title: 'Port',
        kind: 'text',
        weight: 9,
        of: (row) => formatPort(row.protocol, row.port),
      },
      ...side('a'),
      ...side('b'),
    ],
    rows,
    limit,
  );
}

/** Whether enough was seen, for each workload; the least saturated first. */
export function saturationTable(workloads: readonly WorkloadSaturation[]): Table {
  const rows = [...workloads].sort((a, b) => (b.nextIsNew ?? 0) - (a.nextIsNew ?? 0));
  return tableOf<WorkloadSaturation>(
    [
      { key: 'workload', title: 'Workload', kind: 'text', weight: 9, of: (row) => row.workload },
      { key: 'observed', title: 'Needs seen', kind: 'count', weight: 9, of: (row) => row.observed },
      { key: 'connections', title: 'Conns', kind: 'count', of: (row) => row.total },
      { key: 'once', title: 'Seen once', kind: 'count', of: (row) => row.once },
      { key: 'twice', title: 'Twice', kind: 'count', weight: 4, of: (row) => row.twice },
      { key: 'nextIsNew', title: 'Next is new', kind: 'share', weight: 9, of: (row) => row.nextIsNew },
      {
        key: 'unseen',
        title: 'Unseen, at least',
        kind: 'count',
        weight: 9,
        of: (row) => rounded(row.unseen),
      },
      {
        key: 'unseenLow',
        title: '95 % from',
        kind: 'count',
        of: (row) => rounded(row.interval?.[0] ?? null),
      },
      { key: 'unseenHigh', title: 'to', kind: 'count', of: (row) => rounded(row.interval?.[1] ?? null) },
      { key: 'lastNew', title: 'Last new need', kind: 'time', of: (row) => row.lastNew },
    ],
    rows,
  );
}

interface NewNeeds {
  readonly at: number;
  readonly workload: string;
  readonly needs: number;
}

/** New needs of each workload in each hour that brought any. */
export function newNeedsTable({ from, workloads }: Saturation): Table {
  const rows = workloads.flatMap(({ workload, newByHour }) =>
    newByHour.flatMap((needs, index) => (needs === 0 ? [] : [{ at: from + index * 3600, workload, needs }])),
  );
  return tableOf<NewNeeds>(
    [
      { key: 'hour', title: 'Hour', kind: 'time', weight: 9, of: (row) => row.at },
      { key: 'workload', title: 'Workload', kind: 'text', weight: 9, of: (row) => row.workload },
      { key: 'needs', title: 'New needs', kind: 'count', weight: 9, of: (row) => row.needs },
    ],
    rows.sort((a, b) => a.at - b.at || (a.workload < b.workload ? -1 : 1)),
  );
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
