import { needStep } from '../../outbound/index.js';
import { build, type Expr, type Plan, type Step } from '../../plan/index.js';
import { pieceOf } from './pieces.js';
import { replayTables } from './tables.js';

const { agg, and, call, cases, col, eq, inList, isPresent, keep, left, lit, ne, or, over, right } = build;
const { scan } = build;

/** Where an opening was seen and from which address; all of one place are nearly always of one workload. */
export const place = ['iface_no', 'source_no', 'vantage'] as const;

export const sameOf = (names: readonly string[]): Expr =>
  and(...names.map((name) => eq(left(name), right(name))));
export const lefts = (names: readonly string[]): Record<string, Expr> =>
  Object.fromEntries(names.map((name) => [name, left(name)]));

/** Every source once, numbered: an address at an interface, as part of a workload. */
export const sourceStep: Step = {
  name: 'replay_source',
  plan: scan(needStep.name)
    .aggregate(keep('workload', ...place), {
      source: agg('min', [col('source')]),
      iface: agg('min', [col('iface')]),
      gateway_itself: agg('boolOr', [col('gateway_itself')]),
    })
    .extend({ source_id: over('rowNumber', [], []) }).plan,
};

/** The questions about sources. */
export const sourcePlan: Plan = scan(sourceStep.name).project(
  keep('source_id', 'workload', 'iface', 'source', 'vantage', 'gateway_itself'),
).plan;

/** The source that a place stands for where nothing is said otherwise. */
export const placeStep: Step = {
  name: 'replay_place',
  plan: scan(sourceStep.name)
    .aggregate(keep(...place), { source_id: agg('max', [col('source_id')]) })
    .join('inner', scan(sourceStep.name), eq(left('source_id'), right('source_id')), {
      ...lefts([...place, 'source_id']),
      workload: right('workload'),
    })
    .join('inner', scan(replayTables.sourceOpener.name), eq(left('source_id'), right('source_id')), {
      ...lefts([...place, 'source_id', 'workload']),
      opener: right('opener'),
    }).plan,
};

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

/** The class of every destination, and where it lies for most. */
export const destinationStep: Step = {
  name: 'replay_destination',
  plan: (() => {
    const pieces = scan(replayTables.addressPiece.name);
    const usual = scan('outbound_inventory')
      .project({ destination_no: col('destination_no'), reach })
      .aggregate(keep('destination_no'), { reach: agg('max', [col('reach')]) });
    const addresses = scan('outbound_address').join('inner', usual, eq(left('no'), right('destination_no')), {
      ipv6: left('ipv6'),
      key: call('addressKey', left('address')),
      no: left('no'),
      reach: right('reach'),
    });
    const starts = pieces.project({
      ...keep('ipv6', 'key'),
      no: lit(null, 'bigint'),
      reach: lit(null, 'bigint'),
      piece: col('piece'),
    });
    return pieceOf(addresses, starts, ['ipv6'], 'key')
      .filter(isPresent(col('no')))
      .join('inner', pieces, eq(left('found'), right('piece')), {
        ...lefts(['no', 'reach']),
        class_no: right('class_no'),
      }).plan;
  })(),
};

/** What names the need of an opening, with the names under which needs carry it. */
export const needNumbers = {
  iface: 'iface_no',
  source: 'source_no',
  destination: 'destination_no',
  role: 'role',
  protocol: 'protocol',
  port: 'port',
  vantage: 'vantage',
} as const;
const needKey = Object.values(needNumbers);

/**
 * Needs of another workload than the rest of their place, or to a destination that lies elsewhere for them: few, so that
 * millions of openings look up their place and destination, of which there are few as well, and not their need.
 */
export const unusualStep: Step = {
  name: 'replay_unusual',
  plan: scan('outbound_inventory')
    .project({ ...keep(...needKey, 'workload'), reach })
    .join('inner', scan(placeStep.name), sameOf(place), {
      ...lefts([...needKey, 'workload', 'reach']),
      usual_workload: right('workload'),
    })
    .join('inner', scan(destinationStep.name), eq(left('destination_no'), right('no')), {
      ...lefts([...needKey, 'workload', 'reach', 'usual_workload']),
      usual_reach: right('reach'),
    })
    .filter(or(ne(col('workload'), col('usual_workload')), ne(col('reach'), col('usual_reach'))))
    .join('inner', scan(sourceStep.name), sameOf(['workload', ...place]), {
      ...lefts([...needKey, 'reach']),
      source_id: right('source_id'),
    })
    .join('inner', scan(replayTables.sourceOpener.name), eq(left('source_id'), right('source_id')), {
      ...lefts([...needKey, 'reach', 'source_id']),
      opener: right('opener'),
    }).plan,
};

/** Pairs of source and destination with a name, by their numbers. */
export const nameStep: Step = {
  name: 'replay_named',
  plan: (() => {
    const addresses = scan('outbound_address');
    return scan(replayTables.name.name)
      .join('inner', addresses, eq(left('source'), right('address')), {
        source_no: right('no'),
        ...lefts(['destination', 'name_class']),
      })
      .join('inner', addresses, eq(left('destination'), right('address')), {
        ...lefts(['source_no', 'name_class']),
        destination_no: right('no'),
      }).plan;
  })(),
};
