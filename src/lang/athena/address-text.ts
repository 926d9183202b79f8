import { formatAddress, parseAddress } from '../../net/index.js';

/** The bits before an IPv4 address in one of IPv6 (RFC 4291, section 2.5.5.2). */
const mapped = 0xffffn;

/**
 * An address as flow logs write it, undefined for other texts: IPv6 as RFC 5952 has it, and an IPv4 address inside of one of
 * IPv6 as that IPv4 address, which it is to Trino.
 */
export function addressText(text: string): string | undefined {
  const address = parseAddress(text);
  if (address === undefined) return undefined;
  if (address.family === 6 && address.value >> 32n === mapped) {
    return formatAddress({ family: 4, value: address.value & 0xffffffffn });
  }
  return formatAddress(address);
}
