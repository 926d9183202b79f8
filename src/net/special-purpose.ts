import { assert } from '../base/index.js';
import type { Address } from './address.js';
import { formatPrefix, type Prefix, parsePrefix } from './prefix.js';
import { PrefixTable } from './prefix-table.js';

/**
 * What a special range is for. `private`: a network may use it inside (and route it). `documentation`: examples only.
 * `global`: special, yet reachable from everywhere, so an internet destination. `embedded`: an IPv4 address inside IPv6.
 */
export type SpecialKind =
  | 'private'
  | 'documentation'
  | 'global'
  | 'embedded'
  | 'link-local'
  | 'loopback'
  | 'multicast'
  | 'reserved';

export interface SpecialRange {
  readonly prefix: Prefix;
  readonly name: string;
  readonly kind: SpecialKind;
  /** The document that sets the range aside. */
  readonly rfc: string;
}

/** IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190) and the multicast blocks. */
const rows: readonly (readonly [prefix: string, kind: SpecialKind, name: string, rfc: string])[] = [
  ['0.0.0.0/8', 'reserved', 'this network', 'RFC 791'],
  ['10.0.0.0/8', 'private', 'private use', 'RFC 1918'],
  ['100.64.0.0/10', 'private', 'shared address space', 'RFC 6598'],
  ['127.0.0.0/8', 'loopback', 'loopback', 'RFC 1122'],
  ['169.254.0.0/16', 'link-local', 'link local', 'RFC 3927'],
  ['172.16.0.0/12', 'private', 'private use', 'RFC 1918'],
  ['192.0.0.0/24', 'reserved', 'IETF protocol assignments', 'RFC 6890'],
  ['192.0.0.9/32', 'global', 'Port Control Protocol anycast', 'RFC 7723'],
  ['192.0.0.10/32', 'global', 'TURN anycast', 'RFC 8155'],
  ['192.0.2.0/24', 'documentation', 'documentation (TEST-NET-1)', 'RFC 5737'],
  ['192.31.196.0/24', 'global', 'AS112', 'RFC 7535'],
  ['192.52.193.0/24', 'global', 'AMT', 'RFC 7450'],
  ['192.88.99.0/24', 'reserved', 'deprecated 6to4 relay anycast', 'RFC 7526'],
  ['192.168.0.0/16', 'private', 'private use', 'RFC 1918'],
  ['192.175.48.0/24', 'global', 'AS112 direct delegation', 'RFC 7534'],
  ['198.18.0.0/15', 'private', 'benchmarking', 'RFC 2544'],
  ['198.51.100.0/24', 'documentation', 'documentation (TEST-NET-2)', 'RFC 5737'],
  ['203.0.113.0/24', 'documentation', 'documentation (TEST-NET-3)', 'RFC 5737'],
  ['224.0.0.0/4', 'multicast', 'multicast', 'RFC 5771'],
  ['240.0.0.0/4', 'reserved', 'reserved', 'RFC 1112'],
  ['255.255.255.255/32', 'reserved', 'limited broadcast', 'RFC 919'],
  ['::/128', 'reserved', 'unspecified address', 'RFC 4291'],
  ['::1/128', 'loopback', 'loopback', 'RFC 4291'],
  ['::ffff:0:0/96', 'embedded', 'IPv4-mapped address', 'RFC 4291'],
  ['64:ff9b::/96', 'embedded', 'NAT64', 'RFC 6052'],
  ['64:ff9b:1::/48', 'reserved', 'local-use NAT64', 'RFC 8215'],
  ['100::/64', 'reserved', 'discard only', 'RFC 6666'],
  ['100:0:0:1::/64', 'reserved', 'dummy prefix', 'RFC 9780'],
  ['2001::/23', 'reserved', 'IETF protocol assignments', 'RFC 2928'],
  ['2001:1::1/128', 'global', 'Port Control Protocol anycast', 'RFC 7723'],
  ['2001:1::2/128', 'global', 'TURN anycast', 'RFC 8155'],
  ['2001:1::3/128', 'global', 'DNS-SD SRP anycast', 'RFC 9665'],
  ['2001:3::/32', 'global', 'AMT', 'RFC 7450'],
  ['2001:4:112::/48', 'global', 'AS112', 'RFC 7535'],
  ['2001:20::/28', 'global', 'ORCHIDv2', 'RFC 7343'],
  ['2001:30::/28', 'global', 'drone remote identification', 'RFC 9374'],
  ['2001:db8::/32', 'documentation', 'documentation', 'RFC 3849'],
  ['2002::/16', 'reserved', '6to4', 'RFC 3056'],
  ['2620:4f:8000::/48', 'global', 'AS112 direct delegation', 'RFC 7534'],
  ['3fff::/20', 'documentation', 'documentation', 'RFC 9637'],
  ['5f00::/16', 'reserved', 'segment routing identifiers', 'RFC 9602'],
  ['fc00::/7', 'private', 'unique local', 'RFC 4193'],
  ['fe80::/10', 'link-local', 'link local', 'RFC 4291'],
  ['fec0::/10', 'reserved', 'deprecated site local', 'RFC 3879'],
  ['ff00::/8', 'multicast', 'multicast', 'RFC 4291'],
];

/** All special-purpose ranges, IPv4 first. */
export const specialRanges: readonly SpecialRange[] = rows.map(([text, kind, name, rfc]) => {
  const prefix = parsePrefix(text);
  assert(prefix !== undefined && formatPrefix(prefix) === text, `${text} is a canonical prefix`);
  return { prefix, kind, name, rfc };
});

const table = new PrefixTable<SpecialRange>();
for (const range of specialRanges) table.add(range.prefix, range);

/** The most specific special-purpose range that holds the address, or undefined for ordinary public space. */
export function specialRangeOf(address: Address): SpecialRange | undefined {
  return table.find(address)[0];
}

/** Whether the address is set aside for something else than ordinary public use; globally reachable ranges are not. */
export function isSpecialPurpose(address: Address): boolean {
  const range = specialRangeOf(address);
  return range !== undefined && range.kind !== 'global';
}

/** The IPv4 address that an IPv4-mapped or NAT64 address (kind `embedded`) carries in its last 32 bits. */
export function lastIpv4(address: Address): Address {
  return { family: 4, value: address.value & 0xffff_ffffn };
}
