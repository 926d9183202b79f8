import { assert } from '../../base/index.js';
import type { Prefix } from '../../net/index.js';
import { Allotment } from '../merge/index.js';
import type { Service } from './services.js';
import type { Family } from './traffic.js';

/** What a workload's rules of one family may take. */
export interface Quota {
  readonly maxRules: number;
  /** Over both families; undefined is any. */
  readonly maxExcess: bigint | undefined;
}

/** The rules of one family of one workload against a quota. Numbers of rules contain those of the references. */
export class FamilyBudget {
  readonly family: Family;
  readonly services: readonly Service[];
  /** What references take. */
  readonly fixed: number;
  #allotment: Allotment | undefined;
  #limit = -1;

  constructor(family: Family, services: readonly Service[], fixed: number) {
    this.family = family;
    this.services = services;
    this.fixed = fixed;
  }

  /** Rules with which more would lower the excess no further. */
  get exactRules(): number {
    return this.services.reduce((sum, { cover }) => sum + cover.exact.count, this.fixed);
  }

  get exactExcess(): bigint {
    return this.services.reduce((sum, { cover }) => sum + cover.exact.excess, 0n);
  }

  /** The smallest number of rules that serves everything, whatever the excess. */
  get fewestRules(): number {
    return this.services.reduce((sum, { cover }) => sum + cover.fewest, this.fixed);
  }

  /** The least excess with at most that many rules; undefined when they do not suffice. */
  excess(rules: number): bigint | undefined {
    if (rules >= this.exactRules) return this.exactExcess;
    if (rules < this.fewestRules) return undefined;
    return this.#allotted(rules - this.fixed).excess(rules - this.fixed);
  }

  /** The fewest rules whose excess is no larger than the least within `rules`. */
  sufficient(rules: number): number {
    const least = this.excess(rules);
    let low = this.fewestRules;
    let high = Math.min(rules, this.exactRules);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.excess(middle) === least) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The prefixes of each service, in the order of `services`, for the least excess within that many rules. */
  prefixes(rules: number): readonly (readonly Prefix[])[] {
    if (rules >= this.exactRules) return this.services.map(({ cover }) => cover.prefixes(cover.exact.count));
    assert(rules >= this.fewestRules, 'the rules suffice');
    const shares = this.#allotted(rules - this.fixed).shares(rules - this.fixed);
    return this.services.map(({ cover }, index) => cover.prefixes(shares[index] ?? 0));
  }

  #allotted(prefixes: number): Allotment {
    if (this.#allotment === undefined || prefixes > this.#limit) {
      // Doubled, so that growing budgets are not each computed anew.
      this.#limit = Math.min(Math.max(prefixes, 2 * this.#limit), this.exactRules - this.fixed);
      this.#allotment = new Allotment(
        this.services.map(({ cover }) => cover),
        this.#limit,
      );
    }
    return this.#allotment;
  }
}

/** How many rules each family gets; or the family that cannot be served, or the excess that cannot be kept to. */
export type Choice =
  | { readonly kind: 'fits'; readonly rules: readonly number[] }
  | { readonly kind: 'too-many-rules'; readonly budget: FamilyBudget }
  | {
      readonly kind: 'too-much-excess';
      /** The least excess within the quota of rules. */
      readonly excess: bigint;
      /** The fewest rules of a family with which the excess fits; undefined when no number does. */
      readonly rules: number | undefined;
    };

/**
 * Without `maxExcess` the least excess within `maxRules`, and the fewest rules for it; with `maxExcess` the fewest rules
 * that keep to it.
 */
export function chooseRules(budgets: readonly FamilyBudget[], { maxRules, maxExcess }: Quota): Choice {
  const misfit = budgets.find((budget) => budget.fewestRules > maxRules);
  if (misfit !== undefined) return { kind: 'too-many-rules', budget: misfit };
  if (maxExcess === undefined) {
    return { kind: 'fits', rules: budgets.map((budget) => budget.sufficient(maxRules)) };
  }
  const least = excessWithin(budgets, maxRules);
  if (least === undefined || least > maxExcess) {
    return { kind: 'too-much-excess', excess: least ?? 0n, rules: rulesFor(budgets, maxExcess) };
  }
  return { kind: 'fits', rules: fewestFor(budgets, maxRules, maxExcess) };
}

function excessWithin(budgets: readonly FamilyBudget[], maxRules: number): bigint | undefined {
  let sum = 0n;
  for (const budget of budgets) {
    const excess = budget.excess(maxRules);
    if (excess === undefined) return undefined;
    sum += excess;
  }
  return sum;
}

/** The smallest quota of rules with which the excess is kept to. */
function rulesFor(budgets: readonly FamilyBudget[], maxExcess: bigint): number | undefined {
  let low = Math.max(0, ...budgets.map((budget) => budget.fewestRules));
  let high = Math.max(0, ...budgets.map((budget) => budget.exactRules));
  const holds = (rules: number) => {
    const excess = excessWithin(budgets, rules);
    return excess !== undefined && excess <= maxExcess;
  };
  if (!holds(high)) return undefined;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The fewest rules over both families: for each number of the first, the fewest of the second that still do. */
function fewestFor(budgets: readonly FamilyBudget[], maxRules: number, maxExcess: bigint): number[] {
  const [first, second] = budgets;
  assert(first !== undefined && second !== undefined, 'there are two families');
  let best: number[] | undefined;
  for (let rules = first.fewestRules; rules <= Math.min(maxRules, first.exactRules); rules++) {
    const rest = maxExcess - (first.excess(rules) ?? maxExcess + 1n);
    const other = rest < 0n ? undefined : fewestWithin(second, maxRules, rest);
    if (other === undefined) continue;
    if (best === undefined || rules + other < (best[0] ?? 0) + (best[1] ?? 0)) best = [rules, other];
  }
  assert(best !== undefined, 'the quota of rules keeps to the excess');
  return best;
}

function fewestWithin(budget: FamilyBudget, maxRules: number, maxExcess: bigint): number | undefined {
  let low = budget.fewestRules;
  let high = Math.min(maxRules, budget.exactRules);
  const holds = (rules: number) => (budget.excess(rules) ?? maxExcess + 1n) <= maxExcess;
  if (!holds(high)) return undefined;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
