import { type PortRange, type Prefix, prefixRange } from '../../net/index.js';
import type { DecidedNeed } from '../types.js';

interface Placed {
  readonly need: DecidedNeed;
  /** Place in the list that was given. */
  readonly index: number;
}

/** Needs that are asked by blocks of addresses: the needs of a block stand together. */
export class NeedsByAddress {
  readonly #sorted: Readonly<Record<4 | 6, readonly Placed[]>>;

  constructor(needs: readonly DecidedNeed[]) {
    const placed = needs.map((need, index) => ({ need, index }));
    const ofFamily = (family: 4 | 6) =>
      placed
        .filter(({ need }) => need.destination.family === family)
        .sort((a, b) => compare(a.need.destination.value, b.need.destination.value));
    this.#sorted = { 4: ofFamily(4), 6: ofFamily(6) };
  }

  /** The need inside a block, on these ports, that came first in the list. A protocol of null is each. */
  first(block: Prefix, protocol: number | null, ports: PortRange): DecidedNeed | undefined {
    const sorted = this.#sorted[block.family];
    const { first, last } = prefixRange(block);
    let found: Placed | undefined;
    for (let at = startOf(sorted, first); at < sorted.length; at += 1) {
      const placed = sorted[at];
      if (placed === undefined || placed.need.destination.value > last) break;
      const { need, index } = placed;
      if (protocol !== null && need.protocol !== protocol) continue;
      if (need.port < ports.from || need.port > ports.to) continue;
      if (found === undefined || index < found.index) found = placed;
    }
    return found?.need;
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where the first address from `value` up stands. */
function startOf(sorted: readonly Placed[], value: bigint): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const placed = sorted[middle];
    if (placed !== undefined && placed.need.destination.value < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
