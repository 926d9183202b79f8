import { outcomes } from '../../outbound/index.js';
import { build, type Expr, type Plan, type Step } from '../../plan/index.js';
import { judgedStep } from './cases.js';
import { replayTables, verdictNumbers } from './tables.js';

const { agg, and, asc, cast, col, countDistinct, coalesce, desc, eq, inList, keep, left, lit, ne } = build;
const { or, right, scan } = build;

const judged = scan(judgedStep.name);
const sum = (column: string, where?: Expr) => coalesce(cast(agg('sum', [col(column)], where), 'bigint'), 0);
const decision = coalesce(col('decision'), lit('undecided'));

/**
 * Traffic that is kept: what the ledger allows, and what it does not deny and was let through when it was recorded.
 * What was rejected then and is allowed by nobody is no loss.
 */
export const kept: Expr = or(
  eq(decision, lit('allow')),
  and(ne(decision, lit('deny')), ne(col('outcome'), outcomes.rejected)),
);
const denied: Expr = eq(decision, lit('deny'));

/** The list that a row of traffic stands in. */
export const findings = {
  blocked: and(kept, eq(col('kind'), verdictNumbers.blocked)),
  passes: and(denied, eq(col('kind'), verdictNumbers.passes)),
  unknown: eq(col('kind'), verdictNumbers.unknown),
} as const;

export type FindingKind = keyof typeof findings;

const needNames = ['workload', 'destination', 'protocol', 'port'] as const;

function measures(): Record<string, Expr> {
  return {
    sources: countDistinct(col('source_id')),
    connections: sum('connections'),
    bytes_out: sum('bytes_out'),
    bytes_in: sum('bytes_in'),
    first_seen: agg('min', [col('first_seen')]),
    last_seen: agg('max', [col('last_seen')]),
  };
}

/** Needs of one list with the rule that decides, largest first; a need stands once for each rule and reason. */
export function findingPlan(kind: FindingKind, most: number): Plan {
  return judged
    .filter(findings[kind])
    .aggregate(keep(...needNames, 'layer', 'rule_no', 'reason', 'owner', 'line', 'decision'), measures())
    .sort(
      desc(col('connections')),
      desc(col('bytes_out')),
      ...[...needNames, 'layer', 'rule_no', 'reason'].map((name) => asc(col(name))),
    )
    .limit(most).plan;
}

/** Sums by verdict, by what the ledger decided and by what became of the traffic when it was recorded. */
export const totalsPlan: Plan = judged
  .extend({ decided: decision })
  .aggregate(keep('kind', 'decided', 'outcome', 'layer', 'reason'), {
    connections: sum('connections'),
    bytes: sum('bytes'),
  }).plan;

/** How many needs, and rows, each list has, also beyond what is listed. */
export function findingCountPlan(kind: FindingKind): Plan {
  const rows = judged.filter(findings[kind]);
  return rows
    .aggregate(keep(...needNames), { connections: sum('connections'), bytes: sum('bytes') })
    .aggregate({}, { needs: agg('count'), connections: sum('connections'), bytes: sum('bytes') }).plan;
}

/** Destination, protocol and port in one. */
const target = build.call(
  'joinWith',
  lit(' '),
  col('destination'),
  cast(col('protocol'), 'varchar'),
  cast(col('port'), 'varchar'),
);

/** How often each rule was met. A connection counts for every rule that lets it through, and for one that blocks it. */
export const rulePlan: Plan = scan(replayTables.match.name)
  .join('inner', judged, eq(left('case_id'), right('case_id')), {
    rule_no: left('rule_no'),
    sure: left('sure'),
    ...Object.fromEntries(
      [
        'kind',
        'outcome',
        'connections',
        'bytes',
        'destination',
        'port',
        'protocol',
        'first_seen',
        'last_seen',
      ].map((name) => [name, right(name)]),
    ),
  })
  .aggregate(keep('rule_no'), {
    connections: sum('connections', col('sure')),
    maybe: sum('connections', build.not(col('sure'))),
    let_through: sum('connections', and(col('sure'), passed())),
    blocked: sum('connections', and(col('sure'), build.not(passed()))),
    bytes: sum('bytes', col('sure')),
    destinations: countDistinct(col('destination'), col('sure')),
    targets: countDistinct(target, and(col('sure'), passed())),
    first_seen: agg('min', [col('first_seen')], col('sure')),
    last_seen: agg('max', [col('last_seen')], col('sure')),
  })
  .sort(asc(col('rule_no'))).plan;

/** Let through when it was recorded, and by every layer that is replayed. */
function passed(): Expr {
  return and(
    inList(col('outcome'), [outcomes.accepted, outcomes.unanswered]),
    ne(col('kind'), verdictNumbers.blocked),
  );
}

/** A copy of what was judged, so that other rules can be tried on the same traffic. */
export const firstJudgedStep: Step = { name: 'replay_first', plan: judged.plan };

/** Needs of which other rules let another part pass than the first ones did, largest first. */
export function changedPlan(most: number): Plan {
  const byNeed = (table: string) =>
    scan(table).aggregate(keep(...needNames), {
      ...measures(),
      passes: sum('connections', eq(col('kind'), verdictNumbers.passes)),
      blocked: sum('connections', eq(col('kind'), verdictNumbers.blocked)),
    });
  const same = and(...needNames.map((name) => eq(left(name), right(name))));
  const shared = ['connections', 'bytes_out', 'bytes_in', 'first_seen', 'last_seen'];
  return byNeed(firstJudgedStep.name)
    .join('inner', byNeed(judgedStep.name), same, {
      ...Object.fromEntries([...needNames, ...shared].map((name) => [name, left(name)])),
      passes_first: left('passes'),
      blocked_first: left('blocked'),
      passes_second: right('passes'),
      blocked_second: right('blocked'),
    })
    .filter(
      or(ne(col('passes_first'), col('passes_second')), ne(col('blocked_first'), col('blocked_second'))),
    )
    .sort(desc(col('connections')), ...needNames.map((name) => asc(col(name))))
    .limit(most).plan;
}
