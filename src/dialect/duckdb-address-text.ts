import { ipv6Hex, isIpv4Text, isIpv6Text } from './duckdb-address.js';
import { integer, join, type Sql, sql, text } from './sql.js';

/** The text of an address as RFC 5952 writes it; null for text that is none. Java reads a zone (`%eth0`) and drops it. */
export function addressPlainInDuckdb(address: Sql): Sql {
  const value = sql`"the address"`;
  const bare = sql`CASE WHEN contains(${address}, ':') THEN regexp_replace(lower(${address}), '%.*$', '') ELSE ${address} END`;
  const plain = sql`CASE WHEN ${isIpv4Text(value)} THEN ${value} WHEN ${isIpv6Text(value)} THEN ${ipv6Plain(value)} END`;
  return sql`list_transform([${bare}], lambda ${value}: ${plain})[1]`;
}

function ipv6Plain(address: Sql): Sql {
  const hex = sql`"the digits"`;
  const octet = (place: number): Sql => sql`CAST('0x' || substring(${hex}, ${integer(place)}, 2) AS INTEGER)`;
  const mapped = sql`printf('%d.%d.%d.%d', ${octet(25)}, ${octet(27)}, ${octet(29)}, ${octet(31)})`;
  const isMapped = sql`starts_with(${hex}, ${text(`${'0'.repeat(20)}ffff`)})`;
  const plain = sql`CASE WHEN ${isMapped} THEN ${mapped} ELSE ${shortened(groupsOf(hex))} END`;
  return sql`list_transform([${ipv6Hex(withoutDots(address))}], lambda ${hex}: ${plain})[1]`;
}

/** An IPv4 address at the end becomes two groups. */
function withoutDots(address: Sql): Sql {
  const dotted = sql`regexp_extract(${address}, '[0-9.]+$')`;
  const part = (place: number): Sql => sql`CAST(split_part(${dotted}, '.', ${integer(place)}) AS INTEGER)`;
  const groups = sql`printf('%x:%x', ${part(1)} * 256 + ${part(2)}, ${part(3)} * 256 + ${part(4)})`;
  return sql`CASE WHEN contains(${address}, '.') THEN regexp_replace(${address}, '[0-9.]+$', ${groups}) ELSE ${address} END`;
}

/** `:2001:db8:0:0:0:0:0:1:`, each group without leading zeros. */
function groupsOf(hex: Sql): Sql {
  const group = sql`ltrim(substring(${hex}, 4 * "each group" + 1, 4), '0')`;
  const filled = sql`CASE WHEN ${group} = '' THEN '0' ELSE ${group} END`;
  return sql`(':' || array_to_string(list_transform(range(8), lambda "each group": ${filled}), ':') || ':')`;
}

/** The first of the longest runs of two groups or more that are 0 becomes `::`. */
function shortened(groups: Sql): Sql {
  const all = sql`"the groups"`;
  const branches = [8, 7, 6, 5, 4, 3, 2].map((count) => {
    const run = text(`:${'0:'.repeat(count)}`);
    return sql`WHEN contains(${all}, ${run}) THEN regexp_replace(${all}, ${run}, '::')`;
  });
  const short = sql`CASE ${join(branches, ' ')} ELSE ${all} END`;
  const ends = sql`regexp_replace(regexp_replace(${short}, '^:([^:])', '\\1'), '([^:]):$', '\\1')`;
  return sql`list_transform([${groups}], lambda ${all}: ${ends})[1]`;
}
