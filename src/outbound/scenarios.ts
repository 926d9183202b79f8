import { build, type Plan } from '../plan/index.js';
import { inventoryStep } from './classification.js';
import { openingNumbers } from './needs.js';
import { outcomes } from './outcome.js';

const { agg, and, asc, call, cast, coalesce, col, eq, ge, keep, le, left, right, scan } = build;

/** The table that the caller fills: named time spans in Unix seconds, both ends inclusive, margin included. */
export const scenarioTable = {
  name: 'outbound_scenario',
  columns: [
    ['name', 'VARCHAR'],
    ['from_time', 'BIGINT'],
    ['to_time', 'BIGINT'],
  ],
} as const;

const sameNeed = and(
  ...Object.entries(openingNumbers).map(([own, theirs]) => eq(left(own), right(theirs))),
  ...['protocol', 'port', 'vantage', 'role'].map((name) => eq(left(name), right(name))),
);

/**
 * Each need by workload in each scenario in which one of its connections was alive, with what was seen of it there. A
 * connection that is alive in two scenarios counts in both.
 */
export const scenarioNeedsPlan: Plan = (() => {
  const alive = and(le(left('first_seen'), right('to_time')), ge(left('last_seen'), right('from_time')));
  const measures = ['openings', 'outcome', 'bytes_out', 'bytes_in'];
  const key = [...Object.keys(openingNumbers), 'protocol', 'port', 'vantage', 'role'];
  const from = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, left(name)]));
  const sum = (column: string) => coalesce(cast(agg('sum', [col(column)]), 'bigint'), 0);
  const opened = (outcome: number) =>
    coalesce(cast(agg('sum', [col('openings')], eq(col('outcome'), outcome)), 'bigint'), 0);
  return scan('outbound_opening')
    .join('inner', scan(scenarioTable.name), alive, { ...from(...key, ...measures), scenario: right('name') })
    .join('inner', scan(inventoryStep.name), sameNeed, {
      ...from('scenario', 'protocol', 'port', ...measures),
      workload: right('workload'),
      destination: right('destination'),
    })
    .aggregate(keep('scenario', 'workload', 'destination', 'protocol', 'port'), {
      connections: sum('openings'),
      accepted: opened(outcomes.accepted),
      rejected: opened(outcomes.rejected),
      unanswered: opened(outcomes.unanswered),
      bytes_out: sum('bytes_out'),
      bytes_in: sum('bytes_in'),
      bytes: cast(agg('sum', [call('add', col('bytes_out'), col('bytes_in'))]), 'bigint'),
    })
    .sort(
      asc(col('workload')),
      asc(col('destination')),
      asc(col('protocol')),
      asc(col('port')),
      asc(col('scenario')),
    ).plan;
})();
