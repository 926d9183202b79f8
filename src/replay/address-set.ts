import { type Address, type Prefix, prefixContains } from '../net/index.js';
import type { Match } from './match.js';
import type { Unknown } from './reasons.js';

/** Addresses that a rule speaks of. */
export interface AddressSet {
  /** Prefixes between which addresses are told apart: the answer is the same for all addresses in the same of them. */
  readonly prefixes: readonly Prefix[];
  /** Why it cannot be told what is in it; absent when the answer follows from the prefixes. */
  readonly unknown?: Unknown;
  holds(address: Address): Match;
}

export function prefixSet(prefixes: readonly Prefix[]): AddressSet {
  return { prefixes, holds: (address) => prefixes.some((prefix) => prefixContains(prefix, address)) };
}

/** Addresses of which nothing is known. */
export function unknownSet(reason: Unknown): AddressSet {
  return { prefixes: [], unknown: reason, holds: () => reason };
}
