import type { Address } from './address.js';
import { bitsOf, type Prefix } from './prefix.js';

/** Prefixes of one length; IPv4 keys are numbers, which are looked up several times faster than bigints. */
interface Level<Label> {
  readonly length: number;
  readonly rows: Map<number | bigint, Label[]>;
}

/** Prefixes with a label each; `find` returns the labels of every prefix that holds an address, longest first. */
export class PrefixTable<Label> {
  readonly #levels: Record<4 | 6, Level<Label>[]> = { 4: [], 6: [] };

  add(prefix: Prefix, label: Label): void {
    const levels = this.#levels[prefix.family];
    let level = levels.find((each) => each.length === prefix.length);
    if (!level) {
      level = { length: prefix.length, rows: new Map() };
      levels.push(level);
      levels.sort((a, b) => b.length - a.length);
    }
    const key = keyOf(prefix, prefix.length);
    const labels = level.rows.get(key);
    if (labels) labels.push(label);
    else level.rows.set(key, [label]);
  }

  find(address: Address): Label[] {
    const found: Label[] = [];
    if (address.family === 4) {
      const value = Number(address.value);
      for (const { length, rows } of this.#levels[4]) {
        const labels = rows.get(Math.floor(value / 2 ** (32 - length)));
        if (labels) found.push(...labels);
      }
      return found;
    }
    for (const { length, rows } of this.#levels[6]) {
      const labels = rows.get(keyOf(address, length));
      if (labels) found.push(...labels);
    }
    return found;
  }
}

/** The first `length` bits of an address. */
function keyOf({ family, value }: Address, length: number): number | bigint {
  const bits = value >> BigInt(bitsOf(family) - length);
  return family === 4 ? Number(bits) : bits;
}
