import { outcomes } from '../../outbound/index.js';
import { build, type Expr, type Plan, type Step } from '../../plan/index.js';
import { needNumber } from './cases.js';
import { judged, measured, measures, namedNeeds, needNames, sum } from './findings.js';
import { lefts, sameOf } from './sources.js';
import { replayTables, verdictNumbers } from './tables.js';

const { agg, and, asc, call, col, countDistinct, desc, eq, inList, keep, left, ne, or, right, scan } = build;

/** Sums by verdict and, where it cannot be judged, by the reason. */
export const totalsPlan: Plan = judged
  .aggregate(keep('kind', 'verdict_no'), { connections: sum('connections'), bytes: sum('bytes') })
  .join('inner', scan(replayTables.verdict.name), eq(left('verdict_no'), right('verdict_no')), {
    ...lefts(['kind', 'connections', 'bytes']),
    reason: right('reason'),
  })
  .aggregate(keep('kind', 'reason'), { connections: sum('connections'), bytes: sum('bytes') })
  .sort(asc(col('kind')), asc(col('reason'))).plan;

/** Destination, protocol and port in one number. */
const target = ['protocol', 'port'].reduce<Expr>(
  (packed, name) => call('add', call('multiply', packed, 65_536), col(name)),
  col('destination'),
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

/** What each need's traffic comes to, by name: numbers of workloads are those of one replay. */
const byNeed = namedNeeds(
  judged.aggregate(keep(...needNumber), {
    ...measures,
    passes: sum('connections', eq(col('kind'), verdictNumbers.passes)),
    blocked: sum('connections', eq(col('kind'), verdictNumbers.blocked)),
  }),
  [...measured, 'passes', 'blocked'],
);

/** What the first rules let pass and block of each need, so that other rules can be tried on the same traffic. */
export const firstJudgedStep: Step = { name: 'replay_first', plan: byNeed.plan };

/** Needs of which other rules let another part pass than the first ones did, largest first. */
export function changedPlan(most: number): Plan {
  return scan(firstJudgedStep.name)
    .join('inner', byNeed, sameOf(needNames), {
      ...lefts([...needNames, ...measured]),
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
