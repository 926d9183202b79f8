import type { nestedFunctions } from '../plan/index.js';
import type { Dialect } from './dialect.js';
import { percentilesInDuckdb } from './duckdb-percentile.js';
import { join, type Sql, sql, text } from './sql.js';

const field = (number: number): Sql => text(`f${number}`);

/** How DuckDB writes the functions of arrays, maps and rows. A row is a struct with the fields f1, f2 and so on. */
export const nestedInDuckdb: Record<keyof typeof nestedFunctions, (...args: Sql[]) => Sql> = {
  arrayTransform: (a, f) => sql`list_transform(${a}, ${f})`,
  arrayFilter: (a, f) => sql`list_filter(${a}, ${f})`,
  arrayReduce: (a, start, f) => sql`list_reduce(${a}, ${f}, ${start})`,
  // `list_concat` passes nulls over.
  arrayConcat: (...args) => sql`(${join(args, ' || ')})`,
  arrayZip: (...args) => zip(args),
  arrayFlatten: (a) => sql`flatten(${a})`,
  arrayKinds: (a) => sql`CAST(list_unique(${a}) AS BIGINT)`,
  arrayMost: (a) => whereFull(a, (list) => sql`list_max(${list})`),
  arrayLeast: (a) => whereFull(a, (list) => sql`list_min(${list})`),
  arrayPosition: (a, b) =>
    sql`CASE WHEN ${a} IS NOT NULL AND ${b} IS NOT NULL THEN coalesce(CAST(list_position(${a}, ${b}) AS BIGINT), 0) END`,
  arrayWithout: (a, b) =>
    sql`CASE WHEN ${b} IS NOT NULL THEN list_filter(${a}, lambda "each element": ("each element" <> ${b}) IS NOT FALSE) END`,
  arrayPart: (a, from, count) => part(a, from, count),
  arrayReverse: (a) => sql`list_reverse(${a})`,
  arrayRepeat: (a, n) => sql`list_transform(range(${n}), lambda "each number": ${a})`,
  // With nothing to leave out Trino gives the first array as it is.
  arrayExcept: (a, b) =>
    sql`CASE WHEN len(${b}) = 0 THEN ${a} ELSE ${once(a, (x) => sql`NOT ${isAmong(x, b)}`, b)} END`,
  arrayIntersect: (a, b) => once(a, (x) => isAmong(x, b), b),
  arraysOverlap: (a, b) =>
    sql`CASE WHEN ${a} IS NULL OR ${b} IS NULL THEN NULL WHEN list_has_any(${a}, ${b}) THEN TRUE WHEN len(${a}) = 0 OR len(${b}) = 0 THEN FALSE WHEN len(${a}) > list_count(${a}) OR len(${b}) > list_count(${b}) THEN NULL ELSE list_has_any(${a}, ${b}) END`,
  rowList: (...args) => rowOf(args),
  rowField: (row, n) => sql`struct_extract(${row}, ${text(`f${n?.text ?? ''}`)})`,
  mapOf: (keys, values) => sql`map(${keys}, ${values})`,
  mapElement: (a, key) => sql`map_extract_value(${a}, ${key})`,
  mapKeys: (a) => sql`map_keys(${a})`,
  mapValues: (a) => sql`map_values(${a})`,
  mapSize: (a) => sql`CAST(cardinality(${a}) AS BIGINT)`,
  mapEntries: (a) =>
    sql`list_transform(map_entries(${a}), lambda "each entry": {'f1': "each entry".key, 'f2': "each entry".value})`,
  mapFromEntries: (a) =>
    sql`map_from_entries(list_transform(${a}, lambda "each entry": {'key': "each entry".f1, 'value': "each entry".f2}))`,
  mapConcat: (...args) => {
    const missing = join(
      args.map((arg) => sql`${arg} IS NULL`),
      ' OR ',
    );
    return sql`CASE WHEN NOT (${missing}) THEN map_concat(${join(args, ', ')}) END`;
  },
  mapAgg: (a, b) => mapOfEntries(entries(a, b)),
  multimapAgg: (a, b) => multimap(entries(a, b)),
  histogram: (a) => sql`histogram(${a})`,
  minCount: (a, n) => sql`min(${a}, ${n})`,
  maxCount: (a, n) => sql`max(${a}, ${n})`,
  // The functions with a number pass nulls of the first argument over, so it travels inside of a row.
  minByCount: (a, b, n) => unwrapped(sql`arg_min(${rowOf([a])}, ${b}, ${n})`),
  maxByCount: (a, b, n) => unwrapped(sql`arg_max(${rowOf([a])}, ${b}, ${n})`),
  slope: (a, b) => nanAsNull(sql`regr_slope(${a}, ${b})`),
  intercept: (a, b) => nanAsNull(sql`regr_intercept(${a}, ${b})`),
  skewness: (a) => skewness(sql`skewness(${a})`, sql`count(${a})`),
  kurtosis: (a) => kurtosis(sql`kurtosis(${a})`, sql`var_pop(${a})`, sql`count(${a})`),
  approxPercentiles: (a, shares) => percentilesInDuckdb.approxPercentiles((call) => call, a, shares),
};

/** Aggregates that are more than one call. */
export const nestedComposedInDuckdb: NonNullable<Dialect['composed']> = {
  mapAgg: (over, a, b) => mapOfEntries(over(entries(a, b))),
  multimapAgg: (over, a, b) => multimap(over(entries(a, b))),
  minByCount: (over, a, b, n) => unwrapped(over(sql`arg_min(${rowOf([a])}, ${b}, ${n})`)),
  maxByCount: (over, a, b, n) => unwrapped(over(sql`arg_max(${rowOf([a])}, ${b}, ${n})`)),
  slope: (over, a, b) => nanAsNull(over(sql`regr_slope(${a}, ${b})`)),
  intercept: (over, a, b) => nanAsNull(over(sql`regr_intercept(${a}, ${b})`)),
  skewness: (over, a) => skewness(over(sql`skewness(${a})`), over(sql`count(${a})`)),
  kurtosis: (over, a) =>
    kurtosis(over(sql`kurtosis(${a})`), over(sql`var_pop(${a})`), over(sql`count(${a})`)),
};

function rowOf(values: readonly (Sql | undefined)[]): Sql {
  const fields = values.map((value, index) => sql`${field(index + 1)}: ${value ?? sql`NULL`}`);
  return sql`{${join(fields, ', ')}}`;
}

function zip(lists: readonly Sql[]): Sql {
  const longest = sql`greatest(${join(
    lists.map((list) => sql`len(${list})`),
    ', ',
  )})`;
  const values = lists.map((list) => sql`list_extract(${list}, "each number")`);
  const missing = join(
    lists.map((list) => sql`${list} IS NULL`),
    ' OR ',
  );
  return sql`CASE WHEN NOT (${missing}) THEN list_transform(range(1, ${longest} + 1), lambda "each number": ${rowOf(values)}) END`;
}

/** Each element of a list once for which the test holds; null when one of both lists is null. */
function once(list: Sql, test: (element: Sql) => Sql, other: Sql): Sql {
  const distinct = sql`list_transform([${list}], lambda "the list": list_filter("the list", lambda "each element", "its place": list_position("the list", "each element") = "its place" AND ${test(sql`"each element"`)}))[1]`;
  return sql`CASE WHEN ${list} IS NOT NULL AND ${other} IS NOT NULL THEN ${distinct} END`;
}

const isAmong = (element: Sql, list: Sql): Sql => sql`(list_position(${list}, ${element}) IS NOT NULL)`;

/** What is made of a list without nulls; null for any other. */
function whereFull(list: Sql, use: (list: Sql) => Sql): Sql {
  return sql`CASE WHEN len(${list}) = list_count(${list}) THEN ${use(list)} END`;
}

function part(list: Sql, from: Sql, count: Sql): Sql {
  const start = sql`CASE WHEN ${from} < 0 THEN len(${list}) + ${from} + 1 ELSE ${from} END`;
  const isInside = sql`(${start}) BETWEEN 1 AND len(${list}) AND ${count} > 0`;
  const slice = sql`list_slice(${list}, ${start}, (${start}) + ${count} - 1)`;
  return sql`CASE WHEN ${isInside} THEN ${slice} WHEN ${list} IS NOT NULL AND ${from} IS NOT NULL AND ${count} IS NOT NULL THEN list_slice(${list}, 2, 1) END`;
}

const entries = (key: Sql | undefined, value: Sql | undefined): Sql => sql`list(${rowOf([key, value])})`;

/** The entries of a list, sorted by their keys; those without one do not count. Null when none is left. */
function sortedEntries(list: Sql, use: Sql): Sql {
  const known = sql`list_filter(${list}, lambda "each entry": "each entry".f1 IS NOT NULL)`;
  const numbered = sql`list_transform(${known}, lambda "each entry", "its place": {'f1': "each entry".f1, 'n': "its place", 'f2': "each entry".f2})`;
  return sql`list_transform([list_sort(${numbered})], lambda "entries": CASE WHEN len("entries") > 0 THEN ${use} END)[1]`;
}

const isFirstOfKey = (number: Sql): Sql =>
  sql`(${number} = 1 OR list_extract("entries", ${number}).f1 <> list_extract("entries", ${number} - 1).f1)`;

/** Of one key the first entry counts. Sorted, since looking each key up among all of them takes the square of the time. */
function mapOfEntries(list: Sql): Sql {
  const first = sql`list_filter("entries", lambda "each entry", "its place": ${isFirstOfKey(sql`"its place"`)})`;
  return sortedEntries(
    list,
    sql`map_from_entries(list_transform(${first}, lambda "each entry": {'key': "each entry".f1, 'value': "each entry".f2}))`,
  );
}

function multimap(list: Sql): Sql {
  const starts = sql`list_filter(range(1, len("entries") + 1), lambda "each place": ${isFirstOfKey(sql`"each place"`)})`;
  const end = sql`coalesce(list_extract("starts", "its number" + 1), len("entries") + 1)`;
  const values = sql`list_transform(range("each start", ${end}), lambda "each place": list_extract("entries", "each place").f2)`;
  const made = sql`list_transform("starts", lambda "each start", "its number": {'key': list_extract("entries", "each start").f1, 'value': ${values}})`;
  return sortedEntries(list, sql`list_transform([${starts}], lambda "starts": map_from_entries(${made}))[1]`);
}

const unwrapped = (list: Sql): Sql => sql`list_transform(${list}, lambda "each row": "each row".f1)`;

/** Null where DuckDB answers that a value is not a number. */
export const nanAsNull = (value: Sql): Sql => sql`CASE WHEN NOT isnan(${value}) THEN ${value} END`;

/** DuckDB's is that of a sample, with a correction that Trino's does not have. */
function skewness(sample: Sql, count: Sql): Sql {
  return sql`(${sample} * (${count} - 2) / sqrt(CAST(${count} AS DOUBLE) * (${count} - 1)))`;
}

/** Where all values are equal DuckDB answers null. */
function kurtosis(given: Sql, variance: Sql, count: Sql): Sql {
  return sql`CASE WHEN ${variance} = 0 AND ${count} > 3 THEN CAST('NaN' AS DOUBLE) ELSE ${given} END`;
}

/** Each state and each element under their own names: the engine's function takes states and elements of one type. */
export function reduceInDuckdb(list: Sql, start: Sql, state: Sql, element: Sql, body: Sql): Sql {
  const step = sql`list_transform(["the state".s], lambda ${state}: list_transform(["the element".t], lambda ${element}: ${body})[1])[1]`;
  const states = sql`list_transform(${list}, lambda ${element}: {'s': ${start}, 't': ${element}})`;
  const reduced = sql`list_reduce(${states}, lambda "the state", "the element": {'s': ${step}, 't': "the element".t}, {'s': ${start}, 't': NULL})`;
  return sql`struct_extract(${reduced}, 's')`;
}
