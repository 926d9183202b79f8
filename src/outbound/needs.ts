import { build, type Step } from '../plan/index.js';
import { partyStep } from './address-kinds.js';
import { outcomes } from './outcome.js';

const { agg, call, cases, coalesce, cast, col, eq, gt, keep, left, lit, or, right, scan } = build;

/** Columns that name a need by source. */
export const needKey = [
  'iface',
  'role',
  'workload',
  'route_group',
  'source',
  'destination',
  'protocol',
  'port',
  'vantage',
] as const;

/** What names an opening's need; the workload follows from it. Interface and addresses are numbers there. */
const openingKey = ['iface', 'role', 'source', 'destination', 'protocol', 'port', 'vantage'] as const;

/** The numbers of an opening's interface and addresses, as its need carries them. */
export const openingNumbers = {
  iface: 'iface_no',
  source: 'source_no',
  destination: 'destination_no',
} as const;

/** What is counted for a need, and what is to know about it. */
export const needMeasures = [
  'accepted',
  'rejected',
  'unanswered',
  'connections',
  'status',
  'records',
  'bytes_out',
  'bytes_in',
  'packets_out',
  'packets_in',
  'first_seen',
  'last_seen',
  'service',
  'traffic_path',
  'nat',
  'evidence',
  'confidence',
  'conversations',
  'reply_rejected',
  'refused',
  'answer_only',
  'gateway_itself',
] as const;

const counts = needMeasures.filter((name) => name !== 'connections' && name !== 'status');
const mine = or(eq(left('vantage'), lit('interface')), left('gateway_itself'));

/** Openings summed up; interface and addresses are still numbers. */
function counted(): build.Query {
  const sum = (column: string) => cast(agg('sum', [col(column)]), 'bigint');
  const openings = (outcome: number) =>
    coalesce(cast(agg('sum', [col('openings')], eq(col('outcome'), outcome)), 'bigint'), 0);
  return scan('outbound_opening').aggregate(keep(...openingKey), {
    accepted: openings(outcomes.accepted),
    // A conversation that was accepted and denied as well is one more attempt that was rejected.
    rejected: call('add', openings(outcomes.rejected), agg('countIf', [col('denied')])),
    unanswered: openings(outcomes.unanswered),
    records: sum('records'),
    bytes_out: sum('bytes_out'),
    bytes_in: sum('bytes_in'),
    packets_out: sum('packets_out'),
    packets_in: sum('packets_in'),
    first_seen: agg('min', [col('first_seen')]),
    last_seen: agg('max', [col('last_seen')]),
    service: agg('max', [col('service')]),
    traffic_path: agg('max', [col('traffic_path')]),
    nat: agg('max', [col('nat')]),
    evidence: agg('max', [col('evidence')]),
    confidence: agg('max', [col('confidence')]),
    conversations: agg('count'),
    reply_rejected: agg('boolOr', [col('reply_rejected')]),
    refused: agg('boolOr', [col('refused')]),
    answer_only: agg('boolOr', [col('answer_only')]),
    gateway_itself: agg('boolOr', [col('gateway_itself')]),
  });
}

/** Needs with the names of their interface and addresses beside the numbers, and the workload that follows from them. */
function named(needs: build.Query): build.Query {
  const from = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, left(name)]));
  const numbers = from(...Object.values(openingNumbers));
  const rest = ['role', 'protocol', 'port', 'vantage', ...counts.filter((name) => name !== 'nat')];
  const addresses = scan('outbound_address');
  return needs
    .join('inner', scan(partyStep.name), eq(left('iface'), right('no')), {
      ...from(...rest, 'nat'),
      iface_no: left('iface'),
      source_no: left('source'),
      destination_no: left('destination'),
      iface: right('iface'),
      own_workload: right('workload'),
      own_routes: right('route_group'),
    })
    .join('inner', addresses, eq(left('source_no'), right('no')), {
      ...numbers,
      ...from(...rest, 'nat', 'iface', 'own_workload', 'own_routes'),
      source: right('address'),
    })
    .join('inner', addresses, eq(left('destination_no'), right('no')), {
      ...numbers,
      ...from(...rest, 'nat', 'iface', 'own_workload', 'own_routes', 'source'),
      destination: right('address'),
    })
    .join('left', scan(partyStep.name), eq(left('nat'), right('no')), {
      ...numbers,
      ...from(...rest, 'iface', 'source', 'destination'),
      nat: right('iface'),
      // A source whose own interface was not logged is its own workload: nothing says what it belongs to.
      workload: cases([[mine, left('own_workload')]], left('source')),
      route_group: cases([[mine, left('own_routes')]], lit('')),
    });
}

/**
 * Egress needs by source: one row for each interface, source, destination, protocol and port. The weakest evidence and
 * confidence among the connections stand for the row.
 */
export const needStep: Step = {
  name: 'outbound_need',
  plan: named(counted()).extend({
    connections: call('add', call('add', col('accepted'), col('rejected')), col('unanswered')),
    status: cases(
      [
        [gt(col('accepted'), 0), outcomes.accepted],
        [gt(col('rejected'), 0), outcomes.rejected],
      ],
      outcomes.unanswered,
    ),
  }).plan,
};
