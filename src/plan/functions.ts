import type { ValueType } from './expr.js';

export interface FunctionSpec {
  readonly kind: 'scalar' | 'aggregate' | 'window';
  /** Types of the arguments; the last one repeats when `rest` is set. */
  readonly args: readonly ValueType[];
  readonly rest?: boolean;
  /** How many of `args` must be given; default is all. */
  readonly least?: number;
  readonly result: ValueType | 'first';
  readonly doc: string;
}

/**
 * Every function a plan can call. The meaning is Trino's (trino.io, "Functions and operators") unless the text says
 * otherwise; a dialect has a row for each name, so a new function stops the build in each dialect that lacks it.
 */
export const functions = {
  and: { kind: 'scalar', args: ['boolean'], rest: true, result: 'boolean', doc: 'All hold.' },
  or: { kind: 'scalar', args: ['boolean'], rest: true, result: 'boolean', doc: 'At least one holds.' },
  not: { kind: 'scalar', args: ['boolean'], result: 'boolean', doc: 'The opposite; null stays null.' },
  eq: { kind: 'scalar', args: ['any', 'any'], result: 'boolean', doc: 'Equal; null if either is null.' },
  ne: { kind: 'scalar', args: ['any', 'any'], result: 'boolean', doc: 'Not equal; null if either is null.' },
  lt: { kind: 'scalar', args: ['any', 'any'], result: 'boolean', doc: 'Less than.' },
  le: { kind: 'scalar', args: ['any', 'any'], result: 'boolean', doc: 'Less than or equal.' },
  gt: { kind: 'scalar', args: ['any', 'any'], result: 'boolean', doc: 'Greater than.' },
  ge: { kind: 'scalar', args: ['any', 'any'], result: 'boolean', doc: 'Greater than or equal.' },
  same: { kind: 'scalar', args: ['any', 'any'], result: 'boolean', doc: 'Equal, with null equal to null.' },
  isNull: { kind: 'scalar', args: ['any'], result: 'boolean', doc: 'Whether the value is null.' },
  add: { kind: 'scalar', args: ['any', 'any'], result: 'first', doc: 'Sum.' },
  subtract: { kind: 'scalar', args: ['any', 'any'], result: 'first', doc: 'Difference.' },
  multiply: { kind: 'scalar', args: ['any', 'any'], result: 'first', doc: 'Product.' },
  divideInteger: {
    kind: 'scalar',
    args: ['bigint', 'bigint'],
    result: 'bigint',
    doc: 'Quotient, cut to an integer.',
  },
  divideReal: {
    kind: 'scalar',
    args: ['double', 'double'],
    result: 'double',
    doc: 'Quotient; null when dividing by 0.',
  },
  divideIeee: {
    kind: 'scalar',
    args: ['double', 'double'],
    result: 'double',
    doc: 'Quotient of doubles; infinite or not a number when dividing by 0.',
  },
  modulus: {
    kind: 'scalar',
    args: ['bigint', 'bigint'],
    result: 'bigint',
    doc: 'Remainder with the sign of the dividend.',
  },
  negate: { kind: 'scalar', args: ['any'], result: 'first', doc: 'The value with the other sign.' },
  bitAnd: { kind: 'scalar', args: ['bigint', 'bigint'], result: 'bigint', doc: 'Bitwise and.' },
  coalesce: {
    kind: 'scalar',
    args: ['any'],
    rest: true,
    result: 'first',
    doc: 'The first value that is not null.',
  },
  nullIf: {
    kind: 'scalar',
    args: ['any', 'any'],
    result: 'first',
    doc: 'Null when both are equal, else the first.',
  },
  least: {
    kind: 'scalar',
    args: ['any'],
    rest: true,
    result: 'first',
    doc: 'Smallest; null if one is null.',
  },
  greatest: {
    kind: 'scalar',
    args: ['any'],
    rest: true,
    result: 'first',
    doc: 'Largest; null if one is null.',
  },
  concat: {
    kind: 'scalar',
    args: ['varchar'],
    rest: true,
    result: 'varchar',
    doc: 'Joined text; null if one is null.',
  },
  startsWith: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'boolean',
    doc: 'Whether the text begins so.',
  },
  contains: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'boolean',
    doc: 'Whether the second text is within the first, case-sensitive.',
  },
  like: { kind: 'scalar', args: ['varchar', 'varchar'], result: 'boolean', doc: 'SQL pattern with % and _.' },
  regexpLike: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'boolean',
    doc: 'Whether the RE2 pattern is found.',
  },
  lower: { kind: 'scalar', args: ['varchar'], result: 'varchar', doc: 'Lower case.' },
  upper: { kind: 'scalar', args: ['varchar'], result: 'varchar', doc: 'Upper case.' },
  length: { kind: 'scalar', args: ['varchar'], result: 'bigint', doc: 'Code points.' },
  addressIn: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    rest: true,
    result: 'boolean',
    doc: 'Whether an address lies in one of the prefixes, which are literals; false for text that is no address, null for null.',
  },
  isIpv6Text: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'boolean',
    doc: 'Whether the address is written as IPv6.',
  },
  fromUnixSeconds: {
    kind: 'scalar',
    args: ['bigint'],
    result: 'timestamp',
    doc: 'Unix seconds to a UTC timestamp.',
  },
  joinWith: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    rest: true,
    result: 'varchar',
    doc: 'Texts joined by the first one; null ones are left out.',
  },
  likeEscape: {
    kind: 'scalar',
    args: ['varchar', 'varchar', 'varchar'],
    result: 'boolean',
    doc: 'SQL pattern with % and _, and a character that makes them plain.',
  },
  replace: {
    kind: 'scalar',
    args: ['varchar', 'varchar', 'varchar'],
    result: 'varchar',
    doc: 'All places where the second text stands, replaced by the third.',
  },
  trim: { kind: 'scalar', args: ['varchar'], result: 'varchar', doc: 'Without spaces at both ends.' },
  trimLeft: { kind: 'scalar', args: ['varchar'], result: 'varchar', doc: 'Without spaces at the start.' },
  trimRight: { kind: 'scalar', args: ['varchar'], result: 'varchar', doc: 'Without spaces at the end.' },
  substring: {
    kind: 'scalar',
    args: ['varchar', 'bigint', 'bigint'],
    least: 2,
    result: 'varchar',
    doc: 'From a position counted from 1, so many code points; empty outside the text.',
  },
  splitPart: {
    kind: 'scalar',
    args: ['varchar', 'varchar', 'bigint'],
    result: 'varchar',
    doc: 'The part with this number, counted from 1; null when there are fewer.',
  },
  position: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'bigint',
    doc: 'Where the second text first stands in the first, from 1; 0 when nowhere.',
  },
  reverse: { kind: 'scalar', args: ['varchar'], result: 'varchar', doc: 'Code points backwards.' },
  endsWith: {
    kind: 'scalar',
    args: ['varchar', 'varchar'],
    result: 'boolean',
    doc: 'Whether the text ends so.',
  },
  byteLength: { kind: 'scalar', args: ['varchar'], result: 'bigint', doc: 'Bytes of the text in UTF-8.' },
  md5: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'varchar',
    doc: 'MD5 of the text in UTF-8, as lower-case hexadecimal.',
  },
  sha256: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'varchar',
    doc: 'SHA-256 of the text in UTF-8, as lower-case hexadecimal.',
  },
  base64: { kind: 'scalar', args: ['varchar'], result: 'varchar', doc: 'Base64 of the text in UTF-8.' },
  regexpExtract: {
    kind: 'scalar',
    args: ['varchar', 'varchar', 'bigint'],
    result: 'varchar',
    doc: 'A group of the first match of an RE2 pattern; null without a match.',
  },
  regexpReplace: {
    kind: 'scalar',
    args: ['varchar', 'varchar', 'varchar'],
    result: 'varchar',
    doc: 'All matches of an RE2 pattern replaced.',
  },
  parseNumber: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'double',
    doc: 'The decimal number that the text is; null for any other text.',
  },
  naturalKey: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'varchar',
    doc: 'Text whose plain order is the order by runs of digits, each by length and then by value.',
  },
  abs: { kind: 'scalar', args: ['any'], result: 'first', doc: 'Without its sign.' },
  floor: { kind: 'scalar', args: ['any'], result: 'first', doc: 'Largest whole number that is not larger.' },
  ceiling: {
    kind: 'scalar',
    args: ['any'],
    result: 'first',
    doc: 'Smallest whole number that is not smaller.',
  },
  round: {
    kind: 'scalar',
    args: ['double', 'bigint'],
    least: 1,
    result: 'double',
    doc: 'Rounded to so many decimals, halves away from 0.',
  },
  sqrt: { kind: 'scalar', args: ['double'], result: 'double', doc: 'Square root; null below 0.' },
  ln: { kind: 'scalar', args: ['double'], result: 'double', doc: 'Natural logarithm; null at 0 and below.' },
  power: {
    kind: 'scalar',
    args: ['double', 'double'],
    result: 'double',
    doc: 'The first to the power of the second.',
  },
  moduloReal: {
    kind: 'scalar',
    args: ['double', 'double'],
    result: 'double',
    doc: 'Remainder of a real division; null when dividing by 0.',
  },
  bitwiseOr: { kind: 'scalar', args: ['bigint', 'bigint'], result: 'bigint', doc: 'Bitwise or.' },
  bitwiseXor: { kind: 'scalar', args: ['bigint', 'bigint'], result: 'bigint', doc: 'Bitwise exclusive or.' },
  isIpv4Address: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'boolean',
    doc: 'Whether the text is an IPv4 address in dotted decimal.',
  },
  isIpv6Address: {
    kind: 'scalar',
    args: ['varchar'],
    result: 'boolean',
    doc: 'Whether the text is an IPv6 address.',
  },
  unixSeconds: {
    kind: 'scalar',
    args: ['timestamp'],
    result: 'double',
    doc: 'Seconds since 1970-01-01 UTC.',
  },
  unixMillis: {
    kind: 'scalar',
    args: ['timestamp'],
    result: 'bigint',
    doc: 'Milliseconds since 1970-01-01 UTC.',
  },
  fromUnixMillis: {
    kind: 'scalar',
    args: ['bigint'],
    result: 'timestamp',
    doc: 'Unix milliseconds to a UTC timestamp.',
  },
  dateTrunc: {
    kind: 'scalar',
    args: ['varchar', 'timestamp'],
    result: 'timestamp',
    doc: 'The start of the second, minute, hour, day, week (Monday), month, quarter or year.',
  },
  timeBucket: {
    kind: 'scalar',
    args: ['timestamp', 'bigint'],
    result: 'timestamp',
    doc: 'The start of the span of so many milliseconds; spans are counted from Monday, 1970-01-05.',
  },
  monthBucket: {
    kind: 'scalar',
    args: ['timestamp', 'bigint'],
    result: 'timestamp',
    doc: 'The start of the span of so many calendar months; spans are counted from January 2000.',
  },
  formatTime: {
    kind: 'scalar',
    args: ['timestamp', 'varchar'],
    result: 'varchar',
    doc: 'The time written by a strftime pattern, which is a literal.',
  },
  datePart: {
    kind: 'scalar',
    args: ['varchar', 'timestamp'],
    result: 'bigint',
    doc: 'year, month, day, hour, minute, second, dow (Monday 1), doy, week or quarter.',
  },
  dateDiff: {
    kind: 'scalar',
    args: ['varchar', 'timestamp', 'timestamp'],
    result: 'bigint',
    doc: 'Whole units from the first time to the second.',
  },
  addUnits: {
    kind: 'scalar',
    args: ['varchar', 'bigint', 'timestamp'],
    result: 'timestamp',
    doc: 'The time so many units later.',
  },
  now: { kind: 'scalar', args: [], result: 'timestamp', doc: 'When the query started, UTC.' },
  fail: { kind: 'scalar', args: ['varchar'], result: 'any', doc: 'Ends the query with this message.' },
  count: {
    kind: 'aggregate',
    args: ['any'],
    least: 0,
    result: 'bigint',
    doc: 'Rows, or rows whose argument is not null.',
  },
  countIf: {
    kind: 'aggregate',
    args: ['boolean'],
    result: 'bigint',
    doc: 'Rows for which the condition is true.',
  },
  sum: { kind: 'aggregate', args: ['any'], result: 'first', doc: 'Sum; null without rows.' },
  avg: { kind: 'aggregate', args: ['double'], result: 'double', doc: 'Mean; null without rows.' },
  min: { kind: 'aggregate', args: ['any'], result: 'first', doc: 'Smallest.' },
  max: { kind: 'aggregate', args: ['any'], result: 'first', doc: 'Largest.' },
  boolOr: { kind: 'aggregate', args: ['boolean'], result: 'boolean', doc: 'Whether any is true.' },
  boolAnd: { kind: 'aggregate', args: ['boolean'], result: 'boolean', doc: 'Whether all are true.' },
  bitOr: { kind: 'aggregate', args: ['bigint'], result: 'bigint', doc: 'Bitwise or of all.' },
  anyValue: { kind: 'aggregate', args: ['any'], result: 'first', doc: 'Some value that is not null.' },
  minBy: {
    kind: 'aggregate',
    args: ['any', 'any'],
    result: 'first',
    doc: 'First argument where the second is smallest.',
  },
  maxBy: {
    kind: 'aggregate',
    args: ['any', 'any'],
    result: 'first',
    doc: 'First argument where the second is largest.',
  },
  approxDistinct: {
    kind: 'aggregate',
    args: ['any'],
    result: 'bigint',
    doc: 'Approximate number of different values.',
  },
  joinText: {
    kind: 'aggregate',
    args: ['varchar', 'varchar'],
    result: 'varchar',
    doc: 'Values joined by the separator, in order.',
  },
  percentile: {
    kind: 'aggregate',
    args: ['double', 'double'],
    result: 'double',
    doc: 'Exact percentile with linear interpolation; the share is from 0 to 1.',
  },
  stddevSample: {
    kind: 'aggregate',
    args: ['double'],
    result: 'double',
    doc: 'Sample standard deviation; null for fewer than two rows.',
  },
  stddevPopulation: {
    kind: 'aggregate',
    args: ['double'],
    result: 'double',
    doc: 'Population standard deviation.',
  },
  rowNumber: { kind: 'window', args: [], result: 'bigint', doc: 'Position in the partition, from 1.' },
  lag: {
    kind: 'window',
    args: ['any'],
    result: 'first',
    doc: 'The value of the row before; null for the first.',
  },
  lead: {
    kind: 'window',
    args: ['any'],
    result: 'first',
    doc: 'The value of the row after; null for the last.',
  },
} as const satisfies Record<string, FunctionSpec>;

export type FunctionName = keyof typeof functions;

/** The entry of a function, with the fields that only some rows have. */
export function functionSpec(name: FunctionName): FunctionSpec {
  return functions[name];
}
