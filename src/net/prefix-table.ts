import type { Address } from './address.js';
import { bitsOf, type Prefix } from './prefix.js';

/** Prefixes with a label each; `find` returns the labels of every prefix that holds an address, longest first. */
export class PrefixTable<Label> {
  readonly #byLength = new Map<string, Map<bigint, Label[]>>();
  readonly #lengths: { family: 4 | 6; length: number }[] = [];

  add(prefix: Prefix, label: Label): void {
    const key = `${prefix.family}/${prefix.length}`;
    let rows = this.#byLength.get(key);
    if (!rows) {
      rows = new Map();
      this.#byLength.set(key, rows);
      this.#lengths.push({ family: prefix.family, length: prefix.length });
      this.#lengths.sort((a, b) => b.length - a.length);
    }
    const labels = rows.get(prefix.value);
    if (labels) labels.push(label);
    else rows.set(prefix.value, [label]);
  }

  find(address: Address): Label[] {
    const found: Label[] = [];
    for (const { family, length } of this.#lengths) {
      if (family !== address.family) continue;
      const host = BigInt(bitsOf(family) - length);
      const labels = this.#byLength.get(`${family}/${length}`)?.get((address.value >> host) << host);
      if (labels) found.push(...labels);
    }
    return found;
  }
}
