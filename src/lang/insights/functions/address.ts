import { parsePrefix } from '../../../net/index.js';
import { build } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import { asText, type Value } from '../value.js';
import { at, type CallSite, flag, type ScalarFunction } from './row.js';

const { call, coalesce, lit, not, or } = build;

function prefixOf(args: readonly Value[], site: CallSite): string {
  const { literal } = at(args, 1);
  const span = site.argSpans[1] ?? site.span;
  if (typeof literal !== 'string') return refuse(site.query, 'prefix-literal', { name: site.name }, span);
  if (parsePrefix(literal) === undefined || !literal.includes('/')) {
    return refuse(
      site.query,
      'bad-prefix',
      { text: literal },
      span,
      'write an address block such as 10.32.0.0/16',
    );
  }
  return literal;
}

/** Addresses of flow fields are known to be addresses; any other text is looked at first. Never null. */
function inPrefixes(value: Value, prefixes: readonly string[]): Value {
  if (value.kind === 'missing') return flag(lit(false));
  const subject = value.address ?? asText(value);
  const within = call('addressIn', subject, ...prefixes.map((prefix) => lit(prefix)));
  if (value.address !== undefined) return flag(coalesce(within, false));
  const valid = or(call('isIpv4Address', subject), call('isIpv6Address', subject));
  return flag(coalesce(build.and(valid, within), false));
}

function inSubnet(family: 4 | 6 | undefined): ScalarFunction['build'] {
  return (args, site) => {
    const prefix = prefixOf(args, site);
    if (family !== undefined && parsePrefix(prefix)?.family !== family) {
      const help =
        family === 4
          ? 'write an IPv4 block such as 10.32.0.0/16'
          : 'write an IPv6 block such as 2001:db8::/32';
      refuse(site.query, 'bad-prefix', { text: prefix }, site.argSpans[1] ?? site.span, help);
    }
    return inPrefixes(at(args, 0), [prefix]);
  };
}

/** RFC 1918. */
const privatePrefixes = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
/** Blocks that are not globally reachable (RFC 6890 and the IANA special-purpose registries), multicast included. */
const notPublic = [
  ...privatePrefixes,
  '0.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/127',
  '100::/64',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

const reservedPrefixes = notPublic.filter((prefix) => !privatePrefixes.includes(prefix));

function isAddress(family: 4 | 6 | undefined): ScalarFunction['build'] {
  return (args) => {
    const value = at(args, 0);
    if (value.kind === 'missing') return flag(lit(false));
    const subject = asText(value);
    const four = call('isIpv4Address', subject);
    const six = call('isIpv6Address', subject);
    return flag(coalesce(family === 4 ? four : family === 6 ? six : or(four, six), false));
  };
}

function isPublic(args: readonly Value[]): Value {
  const value = at(args, 0);
  const inside = inPrefixes(value, notPublic).expr;
  if (value.kind === 'missing') return flag(lit(false));
  const subject = asText(value);
  const valid = coalesce(or(call('isIpv4Address', subject), call('isIpv6Address', subject)), false);
  return flag(build.and(valid, not(inside)));
}

/** Functions of addresses. */
export const addressFunctions: readonly ScalarFunction[] = [
  {
    name: 'isValidIp',
    least: 1,
    signature: 'isValidIp(s)',
    doc: 'Whether the text is an address.',
    build: isAddress(undefined),
  },
  {
    name: 'isValidIpV4',
    least: 1,
    signature: 'isValidIpV4(s)',
    doc: 'Whether the text is an IPv4 address.',
    build: isAddress(4),
  },
  {
    name: 'isValidIpV6',
    least: 1,
    signature: 'isValidIpV6(s)',
    doc: 'Whether the text is an IPv6 address.',
    build: isAddress(6),
  },
  {
    name: 'isIpInSubnet',
    unconfirmed: 'Host bits of the block are cut off; text that is no block is refused.',
    least: 2,
    signature: "isIpInSubnet(s, 'cidr')",
    doc: 'Whether the address lies in the block.',
    build: inSubnet(undefined),
  },
  {
    name: 'isIpv4InSubnet',
    unconfirmed: 'Host bits of the block are cut off; text that is no block is refused.',
    least: 2,
    signature: "isIpv4InSubnet(s, 'cidr')",
    doc: 'Whether the IPv4 address lies in the block.',
    build: inSubnet(4),
  },
  {
    name: 'isIpv6InSubnet',
    unconfirmed: 'Host bits of the block are cut off; text that is no block is refused.',
    least: 2,
    signature: "isIpv6InSubnet(s, 'cidr')",
    doc: 'Whether the IPv6 address lies in the block.',
    build: inSubnet(6),
  },
  {
    name: 'isPrivateIP',
    least: 1,
    signature: 'isPrivateIP(s)',
    doc: 'Whether the address is private (RFC 1918).',
    build: (a) => inPrefixes(at(a, 0), privatePrefixes),
  },
  {
    name: 'isReservedIP',
    unconfirmed: 'Blocks that IANA reserves for a special purpose, multicast included, without RFC 1918.',
    least: 1,
    signature: 'isReservedIP(s)',
    doc: 'Whether the address lies in a block that IANA reserves for a special purpose, RFC 1918 apart.',
    build: (a) => inPrefixes(at(a, 0), reservedPrefixes),
  },
  {
    name: 'ipv4ToNumber',
    least: 1,
    signature: 'ipv4ToNumber(s)',
    doc: 'The 32-bit number of an IPv4 address.',
    build: (a) => ({ kind: 'long', expr: call('ipv4Number', asText(at(a, 0))) }),
  },
  {
    name: 'isPublicIP',
    unconfirmed: 'An address outside of the blocks that IANA lists as not globally reachable.',
    least: 1,
    signature: 'isPublicIP(s)',
    doc: 'Whether the address is globally reachable.',
    build: isPublic,
  },
];
