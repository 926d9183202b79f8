import type { FunctionSpec } from './function-spec.js';

/** Functions of many rows: aggregates, and those of a window. */
export const aggregateFunctions = {
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
