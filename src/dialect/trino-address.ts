import { assert } from '../base/index.js';
import { parsePrefix } from '../net/index.js';
import { join, type Sql, sql, text } from './sql.js';

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

/**
 * Prefix tests with Trino's own type. IPADDRESS keeps an IPv4 address as an IPv4-mapped IPv6 one (Trino, "Network
 * address types"), so the family is asked of the text: an address of the other family is in no prefix.
 */
export function addressInTrino(address: Sql, prefixes: readonly string[]): Sql {
  if (prefixes.length === 0) return sql`FALSE`;
  const parsed = sql`TRY_CAST(${address} AS IPADDRESS)`;
  const tests = prefixes.map((textual) => {
    const prefix = parsePrefix(textual);
    assert(prefix !== undefined, `${textual} is a prefix`);
    const family = prefix.family === 4 ? sql`= 0` : sql`> 0`;
    return sql`(strpos(${address}, ':') ${family} AND contains(${text(textual)}, ${parsed}))`;
  });
  return sql`CASE WHEN ${address} IS NOT NULL THEN coalesce(${join(tests, ' OR ')}, FALSE) END`;
}

/** The digits of Trino's own type; those of an IPv4 address stand at the end of the mapped IPv6 one. */
export function addressKeyInTrino(address: Sql): Sql {
  const digits = sql`lower(to_hex(CAST(CAST(${address} AS IPADDRESS) AS VARBINARY)))`;
  return sql`CASE WHEN strpos(${address}, ':') > 0 THEN ${digits} ELSE substr(${digits}, 25) END`;
}

/** Octets with leading zeros are refused, as in `parseAddress`. */
export function isIpv4InTrino(value: Sql): Sql {
  return sql`regexp_like(${value}, ${text(`^(${octet}\\.){3}${octet}\\z`)})`;
}

export function isIpv6InTrino(value: Sql): Sql {
  return sql`CASE WHEN ${value} IS NOT NULL THEN strpos(${value}, ':') > 0 AND TRY_CAST(${value} AS IPADDRESS) IS NOT NULL END`;
}
