import { formatPrefix, type Prefix, parsePrefix, prefixCovers } from '../../../net/index.js';
import { refuse } from '../messages.js';
import type { Lowered } from '../types.js';
import type { CallSite } from './row.js';

/** IPv4 addresses as Trino stores them (RFC 4291, section 2.5.5.2). */
const mapped: Prefix = { family: 6, value: 0xffffn << 32n, length: 96 };

/**
 * The CIDR blocks that `contains` asks for: the one that is written out, and its IPv4 addresses when it is one of IPv6
 * that holds those too.
 */
export function cidrPrefixes(args: readonly Lowered[], index: number, site: CallSite): readonly string[] {
  const { literal } = args[index] ?? {};
  const span = site.argSpans[index] ?? site.span;
  if (typeof literal !== 'string') {
    const help = "write the block as a text, such as '10.32.0.0/16'";
    const params = { what: 'contains with a CIDR block that is not written out' };
    return refuse(site.query, 'not-supported', params, span, help);
  }
  const prefix = literal.includes('/') ? parsePrefix(literal) : undefined;
  if (prefix === undefined) {
    const help = 'write an address block such as 10.32.0.0/16';
    return refuse(site.query, 'bad-prefix', { text: literal }, span, help);
  }
  const bare = parsePrefix(literal.slice(0, literal.indexOf('/')));
  if (bare?.value !== prefix.value) {
    // Trino says "Invalid CIDR" for an address that is not the first of its block.
    return refuse(site.query, 'bad-prefix', { text: literal }, span, `write \`${formatPrefix(prefix)}\``);
  }
  if (prefix.family === 4) return [literal];
  if (prefixCovers(prefix, mapped)) return [literal, '0.0.0.0/0'];
  if (!prefixCovers(mapped, prefix)) return [literal];
  const inside: Prefix = { family: 4, value: prefix.value & 0xffffffffn, length: prefix.length - 96 };
  return [formatPrefix(inside)];
}
