import { build, type Expr, type Step } from '../plan/index.js';
import { evidenceRanks } from './initiator.js';
import { acceptedIn, endRoles, outcomes, records } from './outcome.js';

const {
  and,
  call,
  cases,
  coalesce,
  col,
  eq,
  gt,
  inList,
  isPresent,
  keep,
  left,
  lit,
  ne,
  not,
  or,
  right,
  scan,
} = build;

/** Columns of one opened connection on its way into a need. */
const columns = [
  'iface',
  'role',
  'source',
  'destination',
  'port',
  'protocol',
  'vantage',
  'openings',
  'outcome',
  'denied',
  'reply_rejected',
  'refused',
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
  'answer_only',
  'gateway_itself',
  'client_port',
] as const;

const plain = {
  service: lit(null, 'varchar'),
  traffic_path: lit(null, 'bigint'),
  answer_only: lit(false),
  gateway_itself: lit(false),
};

/** Opened by the interface that was logged. */
function openedHere(): build.Query {
  return scan('outbound_outcome')
    .filter(eq(col('side'), 1), isPresent(col('outcome')), inList(col('role'), endRoles))
    .project({
      ...keep('iface', 'role', 'protocol', 'openings', 'outcome', 'denied'),
      ...keep(
        'reply_rejected',
        'refused',
        'bytes_out',
        'bytes_in',
        'packets_out',
        'packets_in',
        'first_seen',
      ),
      ...keep('last_seen', 'service', 'traffic_path', 'nat', 'evidence', 'confidence'),
      source: col('local'),
      destination: col('remote'),
      port: col('remote_port'),
      client_port: col('local_port'),
      vantage: lit('interface'),
      records,
      answer_only: eq(col('records_out'), 0),
      gateway_itself: lit(false),
    })
    .project(keep(...columns));
}

/** A conversation read from its other end: what came in is what the opener sent. */
function fromOtherEnd(vantage: string): build.Query {
  return scan('outbound_outcome').project({
    ...keep(
      'iface',
      'role',
      'protocol',
      'openings',
      'first_seen',
      'last_seen',
      'nat',
      'evidence',
      'confidence',
    ),
    ...keep('side', 'remote_own', 'records_out', 'records_in', 'rejected_in', 'rejected_out'),
    source: col('remote'),
    destination: col('local'),
    port: col('local_port'),
    client_port: col('remote_port'),
    vantage: lit(vantage),
    outcome: cases([[gt(col('records_out'), 0), outcomes.accepted]], outcomes.unanswered),
    denied: lit(false),
    reply_rejected: lit(false),
    refused: lit(false),
    records,
    bytes_out: col('bytes_in'),
    bytes_in: col('bytes_out'),
    packets_out: col('packets_in'),
    packets_in: col('packets_out'),
    ...plain,
  });
}

const seen = scan('outbound_seen_address');

/** Opened towards a logged interface by an inside address whose own interface was not logged. */
function openedByUnlogged(): build.Query {
  return fromOtherEnd('responder')
    .filter(
      eq(col('side'), 2),
      acceptedIn,
      inList(col('role'), endRoles),
      or(col('remote_own'), eq(col('role'), lit('endpoint'))),
    )
    .only('anti', seen, eq(left('source'), right('address')))
    .project(keep(...columns));
}

/** Passing through a transit gateway between two addresses that no logged end interface has. */
function openedThroughTransit(): build.Query {
  const mine = scan('outbound_outcome')
    .filter(eq(col('role'), lit('transit-gateway')), eq(col('side'), 1), isPresent(col('outcome')))
    .project({
      ...keep('iface', 'role', 'protocol', 'openings', 'outcome', 'denied', 'reply_rejected'),
      ...keep('refused', 'bytes_out', 'bytes_in', 'packets_out', 'packets_in', 'first_seen', 'last_seen'),
      ...keep('service', 'traffic_path', 'nat', 'evidence', 'confidence'),
      source: col('local'),
      destination: col('remote'),
      port: col('remote_port'),
      client_port: col('local_port'),
      vantage: lit('transit-gateway'),
      records,
      answer_only: lit(false),
      gateway_itself: lit(false),
    })
    .project(keep(...columns));
  const theirs = fromOtherEnd('transit-gateway')
    .filter(eq(col('role'), lit('transit-gateway')), eq(col('side'), 2), acceptedIn)
    .project(keep(...columns));
  return mine
    .union(theirs)
    .only('anti', seen, eq(left('source'), right('address')))
    .only('anti', seen, eq(left('destination'), right('address')));
}

/** One direction of a leg as the opener's side: `forth` are the packets that the opener sent. */
function legMeasures(forth: 'target' | 'client'): Record<string, Expr> {
  const back = forth === 'target' ? 'client' : 'target';
  const acceptedForth = call('subtract', col(`records_to_${forth}`), col(`rejected_to_${forth}`));
  return {
    records: col('records'),
    bytes_out: col(`bytes_to_${forth}`),
    bytes_in: col(`bytes_to_${back}`),
    packets_out: col(`packets_to_${forth}`),
    packets_in: col(`packets_to_${back}`),
    outcome: cases(
      [
        [eq(acceptedForth, 0), outcomes.rejected],
        [gt(col(`records_to_${back}`), 0), outcomes.accepted],
      ],
      outcomes.unanswered,
    ),
  };
}

const legConstants = {
  role: lit('nat-gateway'),
  vantage: lit('nat-gateway'),
  openings: lit(1),
  denied: lit(false),
  reply_rejected: lit(false),
  refused: lit(false),
  nat: col('iface'),
  evidence: lit(evidenceRanks.b2),
  confidence: lit(1),
  ...plain,
};

/** Connections of clients that were logged at a NAT gateway only, where packet-level addresses name the destination. */
function clientsOfNat(): build.Query {
  return scan('outbound_nat_leg')
    .filter(
      col('inside'),
      ne(col('target'), coalesce(col('own_address'), -1)),
      gt(col('records_to_target'), 0),
    )
    .only('anti', seen, eq(left('client'), right('address')))
    .project({
      ...keep('iface', 'protocol', 'first_seen', 'last_seen'),
      ...legConstants,
      ...legMeasures('target'),
      source: col('client'),
      destination: col('target'),
      port: col('target_port'),
      client_port: col('client_port'),
    })
    .project(keep(...columns));
}

/**
 * Connections of a NAT gateway whose client is not known: outside legs to a destination and port that no known
 * connection goes to. What an interface behind the gateway logged is not counted again (P7).
 */
function gatewayItself(clients: build.Query): build.Query {
  const known = scan('outbound_outcome')
    .filter(eq(col('side'), 1), inList(col('role'), endRoles))
    .project({ destination: col('remote'), port: col('remote_port'), protocol: col('protocol') })
    .union(clients.project(keep('destination', 'port', 'protocol')))
    .distinct();
  const same = and(
    eq(left('destination'), right('destination')),
    eq(left('port'), right('port')),
    eq(left('protocol'), right('protocol')),
  );
  return scan('outbound_nat_leg')
    .filter(not(col('inside')), col('oriented'), gt(col('records_to_client'), 0))
    .project({
      ...keep('iface', 'protocol', 'first_seen', 'last_seen'),
      ...legConstants,
      ...legMeasures('client'),
      source: col('target'),
      destination: col('client'),
      port: col('client_port'),
      client_port: col('target_port'),
      gateway_itself: lit(true),
    })
    .project(keep(...columns))
    .only('anti', known, same);
}

/** Every connection that something inside opened, once, from the best place where it was seen. */
export const openingStep: Step = {
  name: 'outbound_opening',
  plan: (() => {
    const clients = clientsOfNat();
    return openedHere().union(openedByUnlogged(), openedThroughTransit(), clients, gatewayItself(clients))
      .plan;
  })(),
};
