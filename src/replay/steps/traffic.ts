import { needStep } from '../../outbound/index.js';
import { build, type Step } from '../../plan/index.js';
import { replayTables } from './tables.js';

const { agg, and, asc, call, cases, cast, col, eq, gt, inList, isPresent, keep, left, lit, or } = build;
const { over, right, scan } = build;

/**
 * Which piece each value lies in: the last piece that starts at or before it. Values and starts are sorted together, and
 * a running maximum carries the number of the piece along; it needs no comparison of each value with each piece.
 */
function pieceOf(
  values: build.Query,
  starts: build.Query,
  within: readonly string[],
  key: string,
): build.Query {
  return values
    .extend({ piece: lit(null, 'bigint') })
    .union(starts)
    .extend({ found: over('max', [col('piece')], within.map(col), [asc(col(key))]) });
}

/** The class of every port that clients of openings used; one row each. */
export const clientPortStep: Step = {
  name: 'replay_client_port',
  plan: pieceOf(
    scan('outbound_opening')
      .project({ port: col('client_port') })
      .distinct(),
    scan(replayTables.clientPiece.name).project(keep('port', 'piece')),
    [],
    'port',
  )
    .filter(build.isNull(col('piece')))
    .project({ port: col('port'), class_no: col('found') }).plan,
};

/** What names the need of an opening, with the names under which needs carry it. */
const needNumbers = {
  iface: 'iface_no',
  source: 'source_no',
  destination: 'destination_no',
  role: 'role',
  protocol: 'protocol',
  port: 'port',
  vantage: 'vantage',
} as const;
const key = Object.keys(needNumbers);
const measures = ['connections', 'bytes_out', 'bytes_in', 'first_seen', 'last_seen'] as const;

/** Openings that rules cannot tell apart by more than their need, with what became of them and what they carried. */
function summed(): build.Query {
  const sum = (column: string) => cast(agg('sum', [col(column)]), 'bigint');
  const names = [...key, 'openings', 'denied', 'outcome', 'bytes_out', 'bytes_in', 'first_seen', 'last_seen'];
  return scan('outbound_opening')
    .join('inner', scan(clientPortStep.name), eq(left('client_port'), right('port')), {
      ...Object.fromEntries(names.map((name) => [name, left(name)])),
      client_class: right('class_no'),
    })
    .extend({ answered: gt(col('bytes_in'), 0) })
    .aggregate(keep(...key, 'client_class', 'answered', 'outcome'), {
      // A conversation that was accepted and denied as well counts once more, as needs count it.
      connections: call('add', sum('openings'), agg('countIf', [col('denied')])),
      bytes_out: sum('bytes_out'),
      bytes_in: sum('bytes_in'),
      first_seen: agg('min', [col('first_seen')]),
      last_seen: agg('max', [col('last_seen')]),
    });
}

/** Where a destination lies for those who filter; the numbers are positions in `reaches`. */
const reach = cases(
  [
    [eq(col('scope'), lit('link-local-service')), 0],
    [
      or(
        inList(col('scope'), ['own-vpc', 'gateway-endpoint']),
        inList(col('path'), ['local', 'gateway-endpoint']),
      ),
      1,
    ],
  ],
  2,
);

/** What was opened, by need and by what rules may tell apart in it. */
export const trafficStep: Step = {
  name: 'replay_traffic',
  plan: (() => {
    const same = and(...Object.entries(needNumbers).map(([own, theirs]) => eq(left(own), right(theirs))));
    const own = [...key, 'client_class', 'answered', 'outcome', ...measures];
    return summed()
      .join('inner', scan('outbound_inventory'), same, {
        ...Object.fromEntries(own.map((name) => [name, left(name)])),
        workload: right('workload'),
        scope: right('scope'),
        path: right('path'),
      })
      .extend({ reach }).plan;
  })(),
};

/** Every source once, numbered: an address at an interface, as part of a workload. */
export const sourceStep: Step = {
  name: 'replay_source',
  plan: (() => {
    const numbers = ['workload', 'iface_no', 'source_no', 'vantage'];
    return scan(needStep.name)
      .aggregate(keep(...numbers), {
        iface: agg('min', [col('iface')]),
        source: agg('min', [col('source')]),
        gateway_itself: agg('boolOr', [col('gateway_itself')]),
      })
      .extend({ source_id: over('rowNumber', [], []) }).plan;
  })(),
};

/** The questions about sources. */
export const sourcePlan = scan(sourceStep.name).project(
  keep('source_id', 'workload', 'iface', 'source', 'vantage', 'gateway_itself'),
).plan;

/** Pairs of source and destination with a name, by their numbers. */
export const nameStep: Step = {
  name: 'replay_named',
  plan: scan(needStep.name)
    .project(keep('source', 'source_no', 'destination', 'destination_no'))
    .distinct()
    .join(
      'inner',
      scan(replayTables.name.name),
      and(eq(left('source'), right('source')), eq(left('destination'), right('destination'))),
      {
        source_no: left('source_no'),
        destination_no: left('destination_no'),
        name_class: right('name_class'),
      },
    ).plan,
};

/** The class of every destination. */
export const destinationStep: Step = {
  name: 'replay_destination',
  plan: (() => {
    const pieces = scan(replayTables.addressPiece.name);
    const addresses = scan('outbound_address')
      .only(
        'semi',
        scan(trafficStep.name).project(keep('destination')).distinct(),
        eq(left('no'), right('destination')),
      )
      .project({ ipv6: col('ipv6'), key: call('addressKey', col('address')), no: col('no') });
    const starts = pieces.project({ ...keep('ipv6', 'key'), no: lit(null, 'bigint'), piece: col('piece') });
    return pieceOf(addresses, starts, ['ipv6'], 'key')
      .filter(isPresent(col('no')))
      .join('inner', pieces, eq(left('found'), right('piece')), {
        no: left('no'),
        class_no: right('class_no'),
      }).plan;
  })(),
};

/** The class of every destination port. */
export const portStep: Step = {
  name: 'replay_port',
  plan: pieceOf(
    scan(trafficStep.name).project(keep('port')).distinct(),
    scan(replayTables.portPiece.name).project(keep('port', 'piece')),
    [],
    'port',
  )
    .filter(build.isNull(col('piece')))
    .project({ port: col('port'), class_no: col('found') }).plan,
};
