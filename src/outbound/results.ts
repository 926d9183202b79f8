import { build, type Expr, type Plan, type Step } from '../plan/index.js';
import { needKey, needMeasures } from './needs.js';
import { acceptedIn, endRoles, outcomes, records } from './outcome.js';

const { agg, and, call, cases, coalesce, cast, col, countDistinct, desc, eq, inList, isNull } = build;
const { keep, left, lit, not, right, scan } = build;

const bytes = call('add', col('bytes_out'), col('bytes_in'));
const atEnd = inList(col('role'), endRoles);

/** Conversations whose initiator, or whose own side, nothing tells; largest first. */
export function undecidedPlan(limit: number): Plan {
  const columns = keep(
    'iface',
    'local',
    'remote',
    'protocol',
    'local_port',
    'remote_port',
    'first_seen',
    'last_seen',
  );
  const initiator = scan('outbound_initiator')
    .filter(isNull(col('side')), inList(col('role'), [...endRoles, 'transit-gateway']))
    .project({ ...columns, records, bytes, reason: lit('no-evidence') });
  const side = scan('outbound_classified')
    .filter(not(col('oriented')), atEnd)
    .project({ ...columns, records, bytes, reason: lit('own-side-unknown') });
  return initiator
    .union(side)
    .sort(desc(col('bytes')), desc(col('records')))
    .limit(limit).plan;
}

/** Conversations opened by the other side. */
export const inboundPlan: Plan = scan('outbound_outcome')
  .filter(eq(col('side'), 2), atEnd)
  .aggregate(
    {},
    {
      connections: coalesce(cast(agg('sum', [col('openings')]), 'bigint'), 0),
      accepted: coalesce(cast(agg('sum', [col('openings')], acceptedIn), 'bigint'), 0),
      rejected: coalesce(cast(agg('sum', [col('openings')], not(acceptedIn)), 'bigint'), 0),
      scan_sources: countDistinct(col('remote'), and(not(acceptedIn), col('remote_internet'))),
      bytes: coalesce(cast(agg('sum', [bytes]), 'bigint'), 0),
    },
  ).plan;

/** Connections and bytes by direction and class of evidence. */
export const evidencePlan: Plan = scan('outbound_outcome')
  .filter(atEnd)
  .extend({
    direction: cases(
      [
        [eq(col('side'), 1), lit('outbound')],
        [eq(col('side'), 2), lit('inbound')],
      ],
      lit('unknown'),
    ),
  })
  .aggregate(keep('direction', 'evidence'), {
    connections: cast(agg('sum', [col('openings')]), 'bigint'),
    bytes: cast(agg('sum', [bytes]), 'bigint'),
  })
  .sort({ expr: col('direction') }, { expr: col('evidence') }).plan;

/** Counts over all conversations. */
export const totalsPlan: Plan = scan('outbound_classified').aggregate(
  {},
  {
    records: coalesce(cast(agg('sum', [records]), 'bigint'), 0),
    bytes: coalesce(cast(agg('sum', [bytes], atEnd), 'bigint'), 0),
    conversations: agg('countIf', [atEnd]),
    unoriented_records: coalesce(cast(agg('sum', [records], and(not(col('oriented')), atEnd)), 'bigint'), 0),
    middle_records: coalesce(
      cast(agg('sum', [records], inList(col('role'), ['nat-gateway', 'transit-gateway'])), 'bigint'),
      0,
    ),
  },
).plan;

/** Records of NAT and transit gateways that became needs because nothing else logged them. */
export const middleNeedsPlan: Plan = scan('outbound_need')
  .filter(inList(col('vantage'), ['nat-gateway', 'transit-gateway']))
  .aggregate({}, { records: coalesce(cast(agg('sum', [col('records')]), 'bigint'), 0) }).plan;

/** Late packets and undecided conversations, whole. */
export const leftoverPlan: Plan = scan('outbound_outcome').aggregate(
  {},
  {
    late_rejects: coalesce(
      cast(agg('sum', [col('rejected_out')], and(col('late'), eq(col('side'), 1))), 'bigint'),
      0,
    ),
    undecided: agg('countIf', [isNull(col('side'))]),
    undecided_bytes: coalesce(cast(agg('sum', [bytes], isNull(col('side'))), 'bigint'), 0),
  },
).plan;

/** Columns that tell which classification a need has; null meets null. */
export const classKey = [
  'route_group',
  'workload',
  'destination',
  'protocol',
  'port',
  'service',
  'traffic_path',
  'nat',
] as const;

/** What a need's classification depends on, asked once for each combination. */
export const classKeyPlan: Plan = scan('outbound_need')
  .project(keep(...classKey))
  .distinct().plan;

/** Name and columns of the table that the caller fills with the answers, keyed by the columns above. */
export const classTable = {
  name: 'outbound_class',
  columns: ['scope', 'scope_detail', 'path', 'path_detail', 'port_class', 'expected', 'expected_by'],
} as const;

function sameClass(): Expr {
  return and(...classKey.map((name) => call('same', left(name), right(name))));
}

/** Needs with their classification; the table that reports and listings read. */
export const classifiedNeedStep: Step = {
  name: 'outbound_inventory',
  plan: scan('outbound_need').join('inner', scan(classTable.name), sameClass(), {
    ...Object.fromEntries([...needKey, ...needMeasures].map((name) => [name, left(name)])),
    ...Object.fromEntries(classTable.columns.map((name) => [name, right(name)])),
  }).plan,
};

/** Openings by the slice of time in which they began. */
export function timelinePlan(sliceSeconds: number): Plan {
  const at = call('multiply', call('divideInteger', col('first_seen'), sliceSeconds), sliceSeconds);
  const sum = (column: string, where: Expr) => coalesce(cast(agg('sum', [col(column)], where), 'bigint'), 0);
  return scan('outbound_opening')
    .join('inner', scan(classTable.name), sameClass(), {
      first_seen: left('first_seen'),
      bytes_out: left('bytes_out'),
      openings: left('openings'),
      outcome: left('outcome'),
      expected: right('expected'),
    })
    .aggregate(
      { at },
      {
        expected_bytes: sum('bytes_out', col('expected')),
        unexpected_bytes: sum('bytes_out', not(col('expected'))),
        rejected: sum('openings', eq(col('outcome'), outcomes.rejected)),
      },
    )
    .sort({ expr: col('at') }).plan;
}
