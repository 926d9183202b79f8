import { outcomes } from '../../outbound/index.js';
import { build, type Expr, type Plan, type Step } from '../../plan/index.js';
import { judgedStep, needNumber, withVerdict } from './cases.js';
import { lefts } from './sources.js';
import { replayTables, verdictNumbers } from './tables.js';
import { classedOpenings, trafficKey } from './traffic.js';

const { agg, and, asc, cast, coalesce, col, countDistinct, desc, eq, keep, left, lit, ne } = build;
const { or, right, scan } = build;

export const judged = scan(judgedStep.name);
export const sum = (column: string, where?: Expr) =>
  coalesce(cast(agg('sum', [col(column)], where), 'bigint'), 0);
const decision = coalesce(col('decision'), lit('undecided'));

/**
 * Traffic that is kept: what the ledger allows, and what it does not deny and was let through when it was recorded.
 * What was rejected then and is allowed by nobody is no loss.
 */
const kept: Expr = or(
  eq(decision, lit('allow')),
  and(ne(decision, lit('deny')), ne(col('outcome'), outcomes.rejected)),
);
const denied: Expr = eq(decision, lit('deny'));

/** The list that a row of traffic stands in; of each kind of verdict there is one. */
const findings = {
  blocked: and(kept, eq(col('kind'), verdictNumbers.blocked)),
  passes: and(denied, eq(col('kind'), verdictNumbers.passes)),
  unknown: eq(col('kind'), verdictNumbers.unknown),
} as const;

export type FindingKind = keyof typeof findings;
export const findingKinds = Object.keys(findings) as FindingKind[];

export const needNames = ['workload', 'destination', 'protocol', 'port'] as const;

/** What traffic is summed up to, beside its sources. */
export const measured = ['connections', 'bytes_out', 'bytes_in', 'first_seen', 'last_seen'] as const;
export const measures: Readonly<Record<(typeof measured)[number], Expr>> = {
  connections: sum('connections'),
  bytes_out: sum('bytes_out'),
  bytes_in: sum('bytes_in'),
  first_seen: agg('min', [col('first_seen')]),
  last_seen: agg('max', [col('last_seen')]),
};

/** Rows with the names of their workload and destination in place of the numbers. */
export function namedNeeds(rows: build.Query, rest: readonly string[]): build.Query {
  return rows
    .join('inner', scan(replayTables.workload.name), eq(left('workload_no'), right('workload_no')), {
      ...lefts(['destination', 'protocol', 'port', ...rest]),
      workload: right('workload'),
    })
    .join('inner', scan('outbound_address'), eq(left('destination'), right('no')), {
      ...lefts(['workload', 'protocol', 'port', ...rest]),
      destination: right('address'),
    });
}

const listed = scan('replay_listed');
const verdictOf = ['layer', 'rule_no', 'reason'] as const;
/** What names a row of a list: a need stands once for each verdict about it. */
const rowKey = [...needNumber, 'verdict_no'] as const;
const decided = ['decision', 'owner', 'line'] as const;
const order = [
  desc(col('connections')),
  desc(col('bytes_out')),
  ...[...needNames, ...verdictOf].map((name) => asc(col(name))),
];

/** Rows of one list with the rule that decides, largest first. */
function largest(kind: FindingKind, most: number): build.Query {
  const rest = [...rowKey, ...decided, ...measured];
  const summed = judged.filter(findings[kind]).aggregate(keep(...rowKey, ...decided), measures);
  const ruled = summed.join(
    'inner',
    scan(replayTables.verdict.name),
    eq(left('verdict_no'), right('verdict_no')),
    {
      ...lefts(rest),
      destination_no: left('destination'),
      ...Object.fromEntries(['kind', ...verdictOf].map((name) => [name, right(name)])),
    },
  );
  const carried = [
    'workload_no',
    'destination_no',
    'verdict_no',
    'kind',
    ...verdictOf,
    ...decided,
    ...measured,
  ];
  return namedNeeds(ruled, carried)
    .sort(...order)
    .limit(most);
}

/** What is listed of all lists, as much as `most` of each. */
export function listedStep(most: number): Step {
  const [first, ...others] = findingKinds.map((kind) => largest(kind, most));
  return { name: 'replay_listed', plan: (first ?? judged).union(...others).plan };
}

/**
 * How many sources each listed row has. Judged traffic has forgotten its sources; the openings of the listed needs are
 * looked up once more.
 */
export const listedSourceStep: Step = {
  name: 'replay_listed_source',
  plan: (() => {
    const target = and(
      eq(left('destination'), right('destination_no')),
      ...['protocol', 'port'].map((name) => eq(left(name), right(name))),
    );
    const openings = scan('outbound_opening').only(
      'semi',
      listed.project(keep('destination_no', 'protocol', 'port')).distinct(),
      target,
    );
    const once = classedOpenings(openings, [])
      .project(keep('source_id', ...trafficKey))
      .distinct();
    const same = and(
      ...['workload_no', 'protocol', 'port', 'verdict_no'].map((name) => eq(left(name), right(name))),
      eq(left('destination'), right('destination_no')),
    );
    return withVerdict(once, ['source_id', 'destination', 'protocol', 'port', 'outcome'])
      .join('inner', listed, same, {
        ...lefts([...rowKey, 'source_id', 'outcome', 'kind']),
        decision: right('decision'),
      })
      .filter(or(...Object.values(findings)))
      .aggregate(keep(...rowKey), { sources: countDistinct(col('source_id')) }).plan;
  })(),
};

/** What is listed of one list, largest first. */
export function findingPlan(kind: FindingKind): Plan {
  const same = and(
    eq(left('destination_no'), right('destination')),
    ...['workload_no', 'protocol', 'port', 'verdict_no'].map((name) => eq(left(name), right(name))),
  );
  return listed
    .filter(eq(col('kind'), verdictNumbers[kind]))
    .join('inner', scan(listedSourceStep.name), same, {
      ...lefts([...needNames, ...verdictOf, ...decided, ...measured]),
      sources: right('sources'),
    })
    .sort(...order).plan;
}

/** How many needs, and rows, each list has, also beyond what is listed. */
export function findingCountPlan(kind: FindingKind): Plan {
  return judged
    .filter(findings[kind])
    .aggregate(keep(...needNumber), { connections: sum('connections'), bytes: sum('bytes') })
    .aggregate({}, { needs: agg('count'), connections: sum('connections'), bytes: sum('bytes') }).plan;
}
