import { assert } from '../../base/index.js';
import { at, type Cover, minPlus } from './cover.js';

type Excesses = readonly (bigint | undefined)[];

/**
 * Shares a budget of prefixes between covers so that the sum of their excesses is least: a knapsack over their tables
 * (min-plus convolution), exact because the covers do not depend on each other.
 */
export class Allotment {
  readonly #covers: readonly Cover[];
  /** Least excess of the covers up to an index, for each budget. */
  readonly #sums: Excesses[] = [[0n]];

  /** `limit` bounds the budgets that can be asked for. */
  constructor(covers: readonly Cover[], limit: number) {
    this.#covers = covers;
    for (const cover of covers) {
      const before = this.#sums.at(-1) ?? [];
      this.#sums.push(minPlus(before, cover.excesses(limit), limit));
    }
  }

  /** The least excess with at most `budget` prefixes; undefined when they do not suffice. */
  excess(budget: number): bigint | undefined {
    return at(this.#sums.at(-1) ?? [], budget);
  }

  /** How many prefixes each cover gets for the least excess within the budget. */
  shares(budget: number): number[] {
    const shares: number[] = [];
    let rest = budget;
    for (let index = this.#covers.length - 1; index >= 0; index--) {
      const share = this.#share(index, rest);
      shares.unshift(share);
      rest -= share;
    }
    return shares;
  }

  /** The smallest share of a cover that reaches the least sum. */
  #share(index: number, budget: number): number {
    const wanted = at(this.#sums[index + 1] ?? [], budget);
    assert(wanted !== undefined, 'a budget that is shared suffices');
    const own = this.#covers[index]?.excesses(budget) ?? [];
    for (let share = 1; share <= budget; share++) {
      const a = at(own, share);
      const b = at(this.#sums[index] ?? [], budget - share);
      if (a !== undefined && b !== undefined && a + b === wanted) return share;
    }
    assert(false, 'the least sum is made of a share and the rest');
  }
}
