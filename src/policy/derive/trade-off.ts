import type { FamilyBudget } from './budget.js';
import type { Family } from './traffic.js';

/** What a number of rules costs in excess, for one workload and family. */
export interface TradeOff {
  readonly workload: string;
  readonly family: Family;
  readonly rules: number;
  readonly excess: bigint;
  /** `chosen` is the policy; `fewest` the smallest number that serves everything; `exact` the one that more do not better. */
  readonly is: readonly ('chosen' | 'fewest' | 'exact')[];
}

/** Numbers that are shown between the fewest and the exact one: around the quotas that AWS has and grants. */
const steps = [5, 10, 15, 20, 30, 40, 60, 80, 100, 120, 200] as const;

/** Larger tables than that of the largest step are not computed for a list. */
const largestStep = 200;

/** Some numbers of rules with their least excess, from the fewest to the one that has none to spare. */
export function tradeOffsOf(
  workload: string,
  budgets: readonly FamilyBudget[],
  maxRules: number,
  chosen: readonly number[] | undefined,
): TradeOff[] {
  return budgets.flatMap((budget, index) => {
    const { fewestRules: fewest, exactRules: exact, family } = budget;
    // References alone leave nothing to choose.
    if (budget.services.length === 0) return [];
    const own = chosen?.[index];
    const between = [...steps, maxRules].filter(
      (rules) => rules > fewest && rules < exact && rules <= largestStep,
    );
    const all = new Set([fewest, ...between, ...(own === undefined ? [] : [own]), exact]);
    return [...all]
      .flatMap((rules) => {
        const excess = budget.excess(rules);
        if (excess === undefined) return [];
        const is = [
          ...(rules === own ? (['chosen'] as const) : []),
          ...(rules === fewest ? (['fewest'] as const) : []),
          ...(rules === exact ? (['exact'] as const) : []),
        ];
        return [{ workload, family, rules, excess, is }];
      })
      .sort((a, b) => a.rules - b.rules);
  });
}
