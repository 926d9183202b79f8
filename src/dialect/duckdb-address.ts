import { assert } from '../base/index.js';
import { type Prefix, parsePrefix, prefixRange } from '../net/index.js';
import { integer, join, type Sql, sql, text } from './sql.js';

/**
 * Prefix tests on addresses kept as text, compiled when the plan is printed: whole octets become a text prefix, other
 * IPv4 prefixes a text prefix and an octet's range, IPv6 a comparison of the expanded hexadecimal text. An address of
 * the other family is in no prefix.
 */
export function addressInDuckdb(address: Sql, prefixes: readonly string[]): Sql {
  const parts = prefixes.map((textual) => {
    const prefix = parsePrefix(textual);
    assert(prefix !== undefined, `${textual} is a prefix`);
    return prefix.family === 4 ? inIpv4(address, prefix) : inIpv6(address, prefix);
  });
  if (parts.length === 0) return sql`FALSE`;
  return sql`(${join(parts, ' OR ')})`;
}

function inIpv4(address: Sql, prefix: Prefix): Sql {
  const octets = [24n, 16n, 8n, 0n].map((shift) => Number((prefix.value >> shift) & 255n));
  const whole = Math.floor(prefix.length / 8);
  const rest = prefix.length % 8;
  if (prefix.length === 32) return sql`(${address} = ${text(octets.join('.'))})`;
  const head = octets.slice(0, whole).map((octet) => `${octet}.`);
  const starts =
    whole === 0 ? sql`(NOT contains(${address}, ':'))` : sql`starts_with(${address}, ${text(head.join(''))})`;
  if (rest === 0) return starts;
  const low = octets[whole] ?? 0;
  const high = low + (1 << (8 - rest)) - 1;
  const octet = sql`TRY_CAST(split_part(${address}, '.', ${integer(whole + 1)}) AS INTEGER)`;
  return sql`(${starts} AND coalesce(${octet} BETWEEN ${integer(low)} AND ${integer(high)}, ${address} IS NULL))`;
}

function inIpv6(address: Sql, prefix: Prefix): Sql {
  const { first, last } = prefixRange(prefix);
  const hex = (value: bigint) => text(value.toString(16).padStart(32, '0'));
  const isInside = sql`${ipv6Hex(address)} BETWEEN ${hex(first)} AND ${hex(last)}`;
  // A CASE computes the digits for IPv6 rows only; AND computes both of its sides for all.
  return sql`CASE WHEN contains(${address}, ':') THEN ${isInside} WHEN ${address} IS NOT NULL THEN FALSE END`;
}

/**
 * The 32 hexadecimal digits of an IPv6 address: both sides of `::` are split into groups, the missing ones filled in,
 * each padded to four digits.
 */
export function ipv6Hex(address: Sql): Sql {
  const groups = (side: Sql) => sql`list_filter(string_split(${side}, ':'), lambda g: g <> '')`;
  const head = groups(sql`split_part(lower(${address}), '::', 1)`);
  const tail = groups(sql`split_part(lower(${address}), '::', 2)`);
  const filled = sql`list_concat(list_resize(${head}, CAST(8 - len(${tail}) AS BIGINT), '0'), ${tail})`;
  return sql`array_to_string(list_transform(${filled}, lambda g: lpad(g, 4, '0')), '')`;
}

/** Hexadecimal digits that sort as addresses of one family do. The text is an address, as flow logs write it. */
export function addressKeyInDuckdb(address: Sql): Sql {
  const part = (number: number) => sql`CAST(split_part(${address}, '.', ${integer(number)}) AS INTEGER)`;
  const parts = join([part(1), part(2), part(3), part(4)], ', ');
  return sql`CASE WHEN contains(${address}, ':') THEN ${ipv6Hex(address)} ELSE printf('%02x%02x%02x%02x', ${parts}) END`;
}

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const dotted = `(${octet}\\.){3}${octet}`;

/** Whether text is an IPv4 address; octets with leading zeros are refused, as in `parseAddress`. */
export function isIpv4Text(value: Sql): Sql {
  return sql`regexp_full_match(${value}, ${text(dotted)})`;
}

/** Whether text is an IPv6 address (RFC 4291, section 2.2): eight groups, or fewer around one `::`. */
export function isIpv6Text(value: Sql): Sql {
  const group = '[0-9a-f]{1,4}';
  const some = `(${group}(:${group})*)?`;
  const plain = sql`regexp_replace(lower(${value}), ${text(`:${dotted}$`)}, ':0:0')`;
  const count = sql`len(list_filter(string_split(${plain}, ':'), lambda g: g <> ''))`;
  const whole = sql`regexp_full_match(${plain}, ${text(`(${group}:){7}${group}`)})`;
  const shortened = sql`(regexp_full_match(${plain}, ${text(`${some}::${some}`)}) AND ${count} <= 7)`;
  return sql`CASE WHEN contains(${value}, ':') THEN ${whole} OR ${shortened} WHEN ${value} IS NOT NULL THEN FALSE END`;
}
