import type { nestedFunctions } from '../plan/index.js';
import { refusedRow } from './refused-row.js';
import { join, type Sql, sql } from './sql.js';

const named =
  (name: Sql) =>
  (...args: Sql[]): Sql =>
    sql`${name}(${join(args, ', ')})`;

/** How Trino writes the functions of arrays, maps and rows. */
export const nestedInTrino: Record<keyof typeof nestedFunctions, (...args: Sql[]) => Sql> = {
  arrayTransform: named(sql`transform`),
  arrayFilter: named(sql`filter`),
  arrayReduce: refusedRow('`arrayReduce`', 'Trino', 'it is printed with its lambda'),
  arrayConcat: (...args) => (args.length === 1 ? join(args, '') : sql`concat(${join(args, ', ')})`),
  arrayZip: named(sql`zip`),
  arrayFlatten: named(sql`flatten`),
  arrayKinds: (a) => sql`cardinality(array_distinct(filter(${a}, e -> e IS NOT NULL)))`,
  arrayMost: named(sql`array_max`),
  arrayLeast: named(sql`array_min`),
  arrayPosition: named(sql`array_position`),
  arrayWithout: named(sql`array_remove`),
  arrayPart: named(sql`slice`),
  arrayReverse: named(sql`reverse`),
  arrayRepeat: (a, n) => sql`repeat(${a}, CAST(${n} AS INTEGER))`,
  arrayExcept: named(sql`array_except`),
  arrayIntersect: named(sql`array_intersect`),
  arraysOverlap: named(sql`arrays_overlap`),
  rowList: named(sql`ROW`),
  rowField: (row, n) => sql`${row}[${n}]`,
  mapOf: named(sql`map`),
  mapElement: named(sql`element_at`),
  mapKeys: named(sql`map_keys`),
  mapValues: named(sql`map_values`),
  mapSize: named(sql`cardinality`),
  mapEntries: named(sql`map_entries`),
  mapFromEntries: named(sql`map_from_entries`),
  mapConcat: (...args) => (args.length === 1 ? join(args, '') : sql`map_concat(${join(args, ', ')})`),
  mapAgg: named(sql`map_agg`),
  multimapAgg: named(sql`multimap_agg`),
  histogram: named(sql`histogram`),
  minCount: named(sql`min`),
  maxCount: named(sql`max`),
  minByCount: named(sql`min_by`),
  maxByCount: named(sql`max_by`),
  slope: named(sql`regr_slope`),
  intercept: named(sql`regr_intercept`),
  skewness: named(sql`skewness`),
  kurtosis: named(sql`kurtosis`),
  approxPercentiles: named(sql`approx_percentile`),
};

export function reduceInTrino(list: Sql, start: Sql, state: Sql, element: Sql, body: Sql): Sql {
  return sql`reduce(${list}, ${start}, (${state}, ${element}) -> ${body}, ${state} -> ${state})`;
}
