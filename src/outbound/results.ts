import { build, type Plan } from '../plan/index.js';
import { withNames } from './named.js';
import { acceptedIn, endRoles, records } from './outcome.js';

const { agg, and, asc, call, cases, coalesce, cast, col, countDistinct, desc, eq, inList, isNull } = build;
const { keep, lit, not, scan } = build;

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
  const initiator = scan('outbound_outcome')
    .filter(isNull(col('side')), inList(col('role'), [...endRoles, 'transit-gateway']))
    .project({ ...columns, records, bytes, reason: lit('no-evidence') });
  const side = scan('outbound_classified')
    .filter(not(col('oriented')), atEnd)
    .project({ ...columns, records, bytes, reason: lit('own-side-unknown') });
  // Ports and times tell equal sizes apart; the numbers of addresses differ from engine to engine.
  const ties = ['first_seen', 'last_seen', 'protocol', 'local_port', 'remote_port'].map((each) =>
    asc(col(each)),
  );
  const order = [desc(col('bytes')), desc(col('records')), ...ties];
  const largest = initiator
    .union(side)
    .sort(...order)
    .limit(limit);
  const rest = Object.keys(columns).filter((name) => !['iface', 'local', 'remote'].includes(name));
  return withNames(largest, [...rest, 'records', 'bytes', 'reason']).sort(
    ...order,
    asc(col('iface')),
    asc(col('local')),
    asc(col('remote')),
  ).plan;
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
