import { type Address, formatAddress, parseAddress } from './address.js';

/** A CIDR block: the addresses that share the first `length` bits of `value`. Host bits are zero. */
export interface Prefix extends Address {
  readonly length: number;
}

export function bitsOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

/**
 * Reads `10.0.0.0/8` or `2001:db8::/32`; a bare address is its own /32 or /128. Host bits are cut off, as AWS does
 * when it saves a rule. Returns undefined for anything else.
 */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  const bits = bitsOf(address.family);
  if (slash < 0) return { ...address, length: bits };
  const digits = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(digits) || (digits.length > 1 && digits.startsWith('0'))) return undefined;
  const length = Number(digits);
  if (length > bits) return undefined;
  const host = BigInt(bits - length);
  return { family: address.family, value: (address.value >> host) << host, length };
}

export function formatPrefix(prefix: Prefix): string {
  return `${formatAddress(prefix)}/${prefix.length}`;
}

/** Whether the address lies in the prefix. Families never mix: an IPv4 address is in no IPv6 prefix. */
export function prefixContains(prefix: Prefix, address: Address): boolean {
  if (prefix.family !== address.family) return false;
  const host = BigInt(bitsOf(prefix.family) - prefix.length);
  return address.value >> host === prefix.value >> host;
}

/** First and last address of the prefix, both inclusive. */
export function prefixRange(prefix: Prefix): { first: bigint; last: bigint } {
  const size = 1n << BigInt(bitsOf(prefix.family) - prefix.length);
  return { first: prefix.value, last: prefix.value + size - 1n };
}

/** Whether every address of `inner` lies in `outer`. */
export function prefixCovers(outer: Prefix, inner: Prefix): boolean {
  return outer.length <= inner.length && prefixContains(outer, inner);
}
