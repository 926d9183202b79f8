import { integer, join, number, type Sql, sql } from './sql.js';

/** Less than any two shares that a person writes are apart, and more than a double's last digit. */
const smallest = 1e-13;

/**
 * Aggregates of the value at a share of the sorted values, as Trino's t-digest has it while it keeps each value: the one with
 * as many values before it as the share times their number, cut to a whole number. DuckDB's own, which is exact, stands one
 * before where that product is whole, so it is asked on both sides of the share; the product decides, since Trino computes it in
 * doubles too (0.29 * 100 is less than 29). DuckDB's approximate one interpolates and takes longer.
 */
export const percentilesInDuckdb = {
  approxPercentile: (over: (call: Sql) => Sql, value: Sql, share: Sql): Sql => {
    const [pair, count] = [
      over(sql`quantile_disc(${value}, [${bounds(share)}])`),
      over(sql`count(${value})`),
    ];
    return sql`list_extract(${pair}, ${side(share, count, 1)})`;
  },
  approxPercentiles: (over: (call: Sql) => Sql, value: Sql, shares: Sql): Sql => {
    const each = sharesOf(shares);
    const all = over(sql`quantile_disc(${value}, [${join(each.map(bounds), ', ')}])`);
    const count = over(sql`count(${value})`);
    const places = each.map((share, index) => side(share, count, 2 * index + 1));
    return sql`CASE WHEN ${count} > 0 THEN list_select(${all}, [${join(places, ', ')}]) END`;
  },
} as const;

/** The literals of an array that prints as `[0.5, 0.9]`. */
const sharesOf = (shares: Sql): readonly Sql[] =>
  shares.text
    .slice(1, -1)
    .split(',')
    .map((each) => number(Number(each)));

const below = (share: Sql): Sql => number(Math.max(0, Number(share.text) - smallest));
const above = (share: Sql): Sql => number(Math.min(1, Number(share.text) + smallest));
const bounds = (share: Sql): Sql => sql`${below(share)}, ${above(share)}`;

/** Which of the two values at this place of the list is the one. */
function side(share: Sql, count: Sql, place: number): Sql {
  const product = (factor: Sql): Sql => sql`floor(CAST(${factor} AS DOUBLE) * ${count})`;
  const isAbove = sql`${product(share)} = ${product(above(share))}`;
  return sql`CASE WHEN ${isAbove} THEN ${integer(place + 1)} ELSE ${integer(place)} END`;
}
