import { assert } from '../../base/index.js';
import { commonPrefix, halvesOf, type Prefix, prefixRange, prefixSize } from '../../net/index.js';

/**
 * Addresses that a cover treats alike. `required` must be covered, `forbidden` must not, `open` may. `cost` is what
 * covering one address adds to the excess, in ports.
 */
export interface Piece {
  readonly prefix: Prefix;
  readonly kind: 'required' | 'open' | 'forbidden';
  readonly cost: bigint;
}

/** A set of prefixes, the excess that it has, and how many prefixes it needs. */
export interface Least {
  readonly count: number;
  readonly excess: bigint;
}

interface Node {
  readonly prefix: Prefix;
  /** Excess of covering the node by its own prefix; undefined when something in it is forbidden. */
  readonly whole: bigint | undefined;
  readonly halves: readonly [Node, Node] | undefined;
  /** The least excess whatever the count, and the least count for that. */
  readonly exact: Least;
  /** The least count whatever the excess. */
  readonly fewest: number;
}

/** Least excess for each count of prefixes from 0, until more of them lower nothing; undefined where none will do. */
type Excesses = readonly (bigint | undefined)[];

/**
 * Every way to cover the required pieces by prefixes, on the binary tree of addresses: a node is covered by its own
 * prefix, or each of its halves by theirs. Exact: any set of disjoint prefixes is one choice in that tree, and a prefix
 * that is longer than its required pieces need is never better. With n required pieces and a budget of k prefixes the
 * table takes n × k steps (tree knapsack).
 */
export class Cover {
  readonly #root: Node;
  readonly #tables = new Map<Node, Excesses>();
  #limit = 0;

  /** `pieces` are disjoint and of one family, at least one is required; `cost` is that of an address in none of them. */
  constructor(pieces: readonly Piece[], cost: bigint) {
    this.#root = new TreeBuilder(pieces, cost).root();
  }

  /** The least excess that any number of prefixes has, with the fewest prefixes for it. */
  get exact(): Least {
    return this.#root.exact;
  }

  /** The fewest prefixes that cover what is required and nothing forbidden. */
  get fewest(): number {
    return this.#root.fewest;
  }

  /** The least excess with at most `index` prefixes, up to `limit` of them; undefined where that many do not suffice. */
  excesses(limit: number): Excesses {
    if (limit > this.#limit) {
      this.#tables.clear();
      this.#limit = limit;
    }
    return this.#tableOf(this.#root);
  }

  /** The prefixes of the least excess with at most `count` of them, ascending. */
  prefixes(count: number): Prefix[] {
    if (count >= this.#root.exact.count) return exactPrefixes(this.#root);
    const table = this.excesses(count);
    assert(table[Math.min(count, table.length - 1)] !== undefined, 'the count of prefixes suffices');
    return this.#choose(this.#root, count);
  }

  #tableOf(node: Node): Excesses {
    const known = this.#tables.get(node);
    if (known !== undefined) return known;
    let table: (bigint | undefined)[] = [undefined, node.whole];
    if (node.halves !== undefined) {
      const [left, right] = node.halves;
      table = minPlus(this.#tableOf(left), this.#tableOf(right), this.#limit);
      if (node.whole !== undefined) lower(table, 1, node.whole);
    }
    const trimmed = trim(table);
    this.#tables.set(node, trimmed);
    return trimmed;
  }

  #choose(node: Node, count: number): Prefix[] {
    const wanted = at(this.#tableOf(node), count);
    assert(wanted !== undefined, 'a count that was chosen suffices');
    if (node.whole === wanted) return [node.prefix];
    assert(node.halves !== undefined, 'a node without halves is covered whole');
    const [left, right] = node.halves;
    for (let share = 1; share < count; share++) {
      const a = at(this.#tableOf(left), share);
      const b = at(this.#tableOf(right), count - share);
      if (a !== undefined && b !== undefined && a + b === wanted) {
        return [...this.#choose(left, share), ...this.#choose(right, count - share)];
      }
    }
    assert(false, 'the least excess is the sum of its halves');
  }
}

/** The entry of a table of least excesses; beyond its end nothing is lowered. */
export function at(table: Excesses, count: number): bigint | undefined {
  return table[Math.min(count, table.length - 1)];
}

/** The least sums of two tables: `index` prefixes shared between them in the best way. */
export function minPlus(a: Excesses, b: Excesses, limit: number): (bigint | undefined)[] {
  const sums: (bigint | undefined)[] = [];
  for (const [i, x] of a.entries()) {
    if (x === undefined) continue;
    for (const [j, y] of b.entries()) {
      if (i + j > limit) break;
      if (y !== undefined) lower(sums, i + j, x + y);
    }
  }
  if (sums.length === 0) return [undefined];
  let best: bigint | undefined;
  for (let index = 0; index < sums.length; index++) {
    const sum = sums[index];
    if (best === undefined || (sum !== undefined && sum < best)) best = sum;
    sums[index] = best;
  }
  return sums;
}

function lower(table: (bigint | undefined)[], index: number, value: bigint): void {
  const before = table[index];
  if (before === undefined || value < before) table[index] = value;
  for (let later = index + 1; later < table.length; later++) {
    const there = table[later];
    if (there === undefined || value < there) table[later] = value;
    else break;
  }
}

function trim(table: (bigint | undefined)[]): Excesses {
  while (table.length > 1 && table.at(-1) === table.at(-2)) table.pop();
  return table;
}

function exactPrefixes(node: Node): Prefix[] {
  const { halves, whole, exact } = node;
  if (halves === undefined || (whole === exact.excess && exact.count === 1)) return [node.prefix];
  return halves.flatMap(exactPrefixes);
}

/** Builds the nodes where required pieces part; what lies beside them decides only what covering whole costs. */
class TreeBuilder {
  readonly #pieces: readonly Piece[];
  readonly #cost: bigint;
  /** Sums over the pieces before an index: what they save against `cost`, and how many are forbidden. */
  readonly #saved: bigint[] = [0n];
  readonly #forbidden: number[] = [0];
  /** Positions of the required pieces. */
  readonly #required: number[] = [];

  constructor(pieces: readonly Piece[], cost: bigint) {
    this.#cost = cost;
    this.#pieces = [...pieces].sort((a, b) => (a.prefix.value < b.prefix.value ? -1 : 1));
    for (const [index, piece] of this.#pieces.entries()) {
      this.#saved.push((this.#saved[index] ?? 0n) + prefixSize(piece.prefix) * (cost - piece.cost));
      this.#forbidden.push((this.#forbidden[index] ?? 0) + (piece.kind === 'forbidden' ? 1 : 0));
      if (piece.kind === 'required') this.#required.push(index);
    }
    assert(this.#required.length > 0, 'a cover has something to cover');
  }

  root(): Node {
    return this.#node(0, this.#required.length);
  }

  /** The node of the required pieces from `from` to before `to`. */
  #node(from: number, to: number): Node {
    const first = this.#requiredAt(from);
    const prefix = commonPrefix(first, this.#requiredAt(to - 1));
    assert(prefix !== undefined, 'pieces of a cover have one family');
    const whole = this.#whole(prefix);
    if (to - from === 1) {
      assert(whole !== undefined, 'a required piece is not forbidden');
      return { prefix, whole, halves: undefined, exact: { count: 1, excess: whole }, fewest: 1 };
    }
    const upper = halvesOf(prefix)?.[1];
    assert(upper !== undefined, 'two pieces do not share one address');
    const middle = lowerBound(from, to, (index) => this.#requiredAt(index).value >= upper.value);
    const left = this.#node(from, middle);
    const right = this.#node(middle, to);
    const split = {
      count: left.exact.count + right.exact.count,
      excess: left.exact.excess + right.exact.excess,
    };
    const exact = whole !== undefined && whole <= split.excess ? { count: 1, excess: whole } : split;
    const fewest = whole === undefined ? left.fewest + right.fewest : 1;
    return { prefix, whole, halves: [left, right], exact, fewest };
  }

  #requiredAt(index: number): Prefix {
    const piece = this.#pieces[this.#required[index] ?? -1];
    assert(piece !== undefined, 'a required piece has its place');
    return piece.prefix;
  }

  /** What covering a prefix whole costs; undefined when something in it is forbidden. */
  #whole(prefix: Prefix): bigint | undefined {
    const { first, last } = prefixRange(prefix);
    const valueAt = (index: number) => this.#pieces[index]?.prefix.value ?? 0n;
    const from = lowerBound(0, this.#pieces.length, (index) => valueAt(index) >= first);
    const to = lowerBound(from, this.#pieces.length, (index) => valueAt(index) > last);
    if ((this.#forbidden[to] ?? 0) > (this.#forbidden[from] ?? 0)) return undefined;
    const saved = (this.#saved[to] ?? 0n) - (this.#saved[from] ?? 0n);
    return prefixSize(prefix) * this.#cost - saved;
  }
}

/** The first index from `from` to before `to` for which `holds`, which holds from there on; else `to`. */
function lowerBound(from: number, to: number, holds: (index: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
