import { build, type Expr, type Plan, type SortKey, type Step } from '../plan/index.js';
import { needKey, needMeasures, openingNumbers } from './needs.js';
import { outcomes } from './outcome.js';

const { agg, and, asc, call, cast, coalesce, col, countDistinct, desc, eq, keep, left, not } = build;
const { over, right, scan } = build;

/** Columns that tell which classification a need has; in those of the second row null meets null. */
const presentKey = ['route_group', 'workload', 'destination', 'protocol', 'port'] as const;
const nullableKey = ['service', 'traffic_path', 'nat'] as const;
const classKey = [...presentKey, ...nullableKey] as const;

/** What a need's classification depends on, once for each combination, with a number to answer by. */
export const classKeyStep: Step = {
  name: 'outbound_class_key',
  plan: scan('outbound_need')
    .project(keep(...classKey))
    .distinct()
    .extend({ class_id: over('rowNumber', [], []) }).plan,
};

/** The questions, in the order of the columns above. */
export const classKeyPlan: Plan = scan(classKeyStep.name).project(keep('class_id', ...classKey)).plan;

/** The table that the caller fills with the answers. */
export const classTable = {
  name: 'outbound_class',
  columns: [
    ['class_id', 'BIGINT'],
    ['scope', 'VARCHAR'],
    ['scope_detail', 'VARCHAR'],
    ['path', 'VARCHAR'],
    ['path_detail', 'VARCHAR'],
    ['port_class', 'VARCHAR'],
    ['expected', 'BOOLEAN'],
    ['expected_by', 'VARCHAR'],
  ],
} as const;

const classColumns = classTable.columns.map(([name]) => name).filter((name) => name !== 'class_id');

function sameClass(): Expr {
  return and(
    // An engine joins by equality only what it can tell to be equal.
    ...presentKey.map((name) => eq(left(name), right(name))),
    ...nullableKey.map((name) => call('same', left(name), right(name))),
  );
}

/** Needs with their classification; the table that reports and listings read. */
export const inventoryStep: Step = {
  name: 'outbound_inventory',
  plan: (() => {
    const columns = [...needKey, ...needMeasures, ...Object.values(openingNumbers)];
    return scan('outbound_need')
      .join('inner', scan(classKeyStep.name), sameClass(), {
        ...Object.fromEntries(columns.map((name) => [name, left(name)])),
        class_id: right('class_id'),
      })
      .join('inner', scan(classTable.name), eq(left('class_id'), right('class_id')), {
        ...Object.fromEntries(columns.map((name) => [name, left(name)])),
        ...Object.fromEntries(classColumns.map((name) => [name, right(name)])),
      })
      .extend({ bytes: call('add', col('bytes_out'), col('bytes_in')) }).plan;
  })(),
};

const inventory = scan(inventoryStep.name);
/** Needs, largest first; equal ones by their names. */
export const needOrder = [
  desc(col('bytes')),
  desc(col('connections')),
  asc(col('iface')),
  asc(col('source')),
  asc(col('destination')),
  asc(col('protocol')),
  asc(col('port')),
];

/** All needs, largest first; ties in the order of their names, so that two runs print the same. */
export const inventoryPlan: Plan = inventory.sort(...needOrder).plan;

/** The needs worth listing when there are many: the largest by bytes and by connections, and of what was not accepted. */
export function largestNeedsPlan(most: number): Plan {
  const largest = (rows: build.Query, ...keys: SortKey[]) => rows.sort(...keys).limit(most);
  const withStatus = (status: number) => inventory.filter(eq(col('status'), status));
  const byConnections = [desc(col('connections')), ...needOrder];
  return largest(inventory, ...needOrder)
    .union(
      largest(inventory, ...byConnections),
      largest(withStatus(outcomes.rejected), ...byConnections),
      largest(withStatus(outcomes.unanswered), ...byConnections),
    )
    .distinct()
    .sort(...needOrder).plan;
}

const sum = (column: string) => coalesce(cast(agg('sum', [col(column)]), 'bigint'), 0);

/** How many needs there are, and what the unexpected ones come to. */
export const needCountsPlan: Plan = inventory.aggregate(
  {},
  {
    needs: agg('count'),
    unexpected: agg('countIf', [not(col('expected'))]),
    connections: sum('connections'),
    bytes: sum('bytes'),
  },
).plan;

/** Labels of the expected traffic that was seen. */
export const expectedSeenPlan: Plan = inventory
  .filter(col('expected'))
  .project(keep('expected_by'))
  .distinct().plan;

export const workloadSummaryPlan: Plan = inventory
  .aggregate(keep('workload', 'role'), {
    sources: countDistinct(col('source')),
    destinations: countDistinct(col('destination')),
    needs: agg('count'),
    unexpected: agg('countIf', [not(col('expected'))]),
    connections: sum('connections'),
    accepted: sum('accepted'),
    rejected: sum('rejected'),
    unanswered: sum('unanswered'),
    bytes_out: sum('bytes_out'),
    bytes_in: sum('bytes_in'),
  })
  .sort(desc(call('add', col('bytes_out'), col('bytes_in'))), asc(col('workload')), asc(col('role'))).plan;

/** Separates names in a joined list; no name of AWS or of a tag that is printed contains it. */
export const nameSeparator = '\u001f';

function distinctNames(name: Expr): Expr {
  return {
    kind: 'aggregate',
    func: 'joinText',
    args: [name, { kind: 'literal', value: nameSeparator }],
    distinct: true,
    orderBy: [{ expr: name }],
  };
}

const byDestination = inventory
  .project(
    keep(
      'destination',
      'protocol',
      'port',
      'scope',
      'scope_detail',
      'port_class',
      'workload',
      'source',
      'connections',
      'bytes_out',
      'bytes_in',
      'bytes',
      'expected',
    ),
  )
  .aggregate(keep('destination', 'protocol', 'port'), {
    scope: agg('min', [col('scope')]),
    scope_detail: agg('min', [col('scope_detail')]),
    port_class: agg('min', [col('port_class')]),
    workloads: distinctNames(col('workload')),
    sources: countDistinct(col('source')),
    connections: sum('connections'),
    bytes_out: sum('bytes_out'),
    bytes_in: sum('bytes_in'),
    bytes: sum('bytes'),
    expected: agg('boolAnd', [col('expected')]),
  });

const destinationOrder = [asc(col('destination')), asc(col('protocol')), asc(col('port'))];

/** Destinations over all sources: the largest by bytes and by connections. */
export function destinationSummaryPlan(most: number): Plan {
  const largest = (measure: string) =>
    byDestination.sort(desc(col(measure)), ...destinationOrder).limit(most);
  return largest('bytes')
    .union(largest('connections'))
    .distinct()
    .sort(desc(col('bytes')), ...destinationOrder).plan;
}

export const destinationCountPlan: Plan = byDestination.aggregate({}, { destinations: agg('count') }).plan;

/** Openings by the slice of time in which they began. */
export function timelinePlan(sliceSeconds: number): Plan {
  const at = call('multiply', call('divideInteger', col('first_seen'), sliceSeconds), sliceSeconds);
  const when = (column: string, where: Expr) => coalesce(cast(agg('sum', [col(column)], where), 'bigint'), 0);
  const same = and(
    ...Object.entries(openingNumbers).map(([own, theirs]) => eq(left(own), right(theirs))),
    ...['protocol', 'port', 'vantage', 'role'].map((name) => eq(left(name), right(name))),
  );
  return scan('outbound_opening')
    .join('inner', inventory, same, {
      first_seen: left('first_seen'),
      bytes_out: left('bytes_out'),
      openings: left('openings'),
      outcome: left('outcome'),
      expected: right('expected'),
    })
    .aggregate(
      { at },
      {
        expected_bytes: when('bytes_out', col('expected')),
        unexpected_bytes: when('bytes_out', not(col('expected'))),
        rejected: when('openings', eq(col('outcome'), outcomes.rejected)),
      },
    )
    .sort(asc(col('at'))).plan;
}
