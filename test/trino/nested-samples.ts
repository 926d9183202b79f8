import { build, type Expr, type FunctionName } from '../../src/plan/index.js';
import type { Sample } from './function-samples.js';

const { call, cast, lit } = build;

const expr = (value: Expr): Sample => ({ kind: 'expr', expr: value });
const list = (...values: (number | null)[]): Expr =>
  call('arrayList', ...values.map((value) => cast(lit(value), 'bigint')));
const texts = (...values: (string | null)[]): Expr =>
  call('arrayList', ...values.map((value) => cast(lit(value), 'varchar')));
const parameter = (name: string): Expr => ({ kind: 'parameter', name });
const lambda = (body: Expr, ...parameters: string[]): Expr => ({ kind: 'lambda', parameters, body });
const map = call('mapOf', texts('a', 'b'), list(1, 2));
const numbers: Sample = { kind: 'column', type: 'bigint', values: [1, 2, 7, 2, -7, null] };
const keys: Sample = { kind: 'column', type: 'varchar', values: ['b', 'a', 'b', 'c', null] };
const reals = (...values: number[]): Sample => ({ kind: 'column', type: 'double', values });

/** Arguments of the functions of arrays, maps and rows. */
export const nestedSamples: Partial<Record<FunctionName, readonly Sample[]>> = {
  arrayTransform: [expr(list(1, null)), expr(lambda(call('add', parameter('x'), 1), 'x'))],
  arrayFilter: [expr(list(1, null, 3)), expr(lambda(call('gt', parameter('x'), 1), 'x'))],
  arrayReduce: [
    expr(list(1, 5)),
    expr(cast(lit(2), 'bigint')),
    expr(lambda(call('multiply', parameter('s'), parameter('x')), 's', 'x')),
  ],
  arrayConcat: [expr(list(1, null)), expr(list(2))],
  arrayZip: [expr(list(1, 2)), expr(list(3))],
  arrayFlatten: [expr(call('arrayList', list(1, 2), list(3)))],
  arrayKinds: [expr(list(1, 1, null, 2))],
  arrayMost: [expr(list(1, 3))],
  arrayLeast: [expr(list(1, 3))],
  arrayPosition: [expr(list(1, 2, 2)), numbers],
  arrayWithout: [expr(list(1, 2, null)), numbers],
  arrayPart: [expr(list(1, 2, 3)), { kind: 'literal', value: -2 }, { kind: 'literal', value: 2 }],
  arrayReverse: [expr(list(1, 2, null))],
  arrayRepeat: [numbers, { kind: 'literal', value: 2 }],
  arrayExcept: [expr(list(1, 2, 2, null)), expr(list(1))],
  arrayIntersect: [expr(list(1, 2, 2)), expr(list(2, 1))],
  arraysOverlap: [expr(list(1, null)), expr(list(2))],
  rowList: [numbers, keys],
  rowField: [expr(call('rowList', list(1), lit('x'))), { kind: 'literal', value: 2 }],
  mapOf: [expr(texts('a', 'b')), expr(list(1, null))],
  mapElement: [expr(map), keys],
  mapKeys: [expr(map)],
  mapValues: [expr(map)],
  mapSize: [expr(map)],
  mapEntries: [expr(map)],
  mapFromEntries: [expr(call('arrayList', call('rowList', lit('a'), cast(lit(1), 'bigint'))))],
  mapConcat: [expr(map), expr(call('mapOf', texts('b'), list(20)))],
  mapAgg: [{ kind: 'column', type: 'varchar', values: ['b', 'a', 'c', null] }, numbers],
  multimapAgg: [keys, numbers],
  histogram: [keys],
  minCount: [numbers, { kind: 'literal', value: 2 }],
  maxCount: [numbers, { kind: 'literal', value: 2 }],
  minByCount: [keys, reals(3, 1, 2, 5, 4), { kind: 'literal', value: 2 }],
  maxByCount: [keys, reals(3, 1, 2, 5, 4), { kind: 'literal', value: 2 }],
  slope: [reals(1, 2, 4), reals(2, 1, 9)],
  intercept: [reals(1, 2, 4), reals(2, 1, 9)],
};

const rowText = (row: Expr): Expr => {
  const field = (number: number): Expr => cast(call('rowField', row, number), 'varchar');
  return call(
    'concat',
    call('coalesce', field(1), lit('null')),
    lit('='),
    call('coalesce', field(2), lit('null')),
  );
};
const eachRow = (rows: Expr): Expr =>
  call(
    'arrayText',
    call('arraySort', call('arrayTransform', rows, lambda(rowText(parameter('row')), 'row'))),
  );
const mapText = (value: Expr): Expr => eachRow(call('mapEntries', value));
const listsText = (value: Expr): Expr => {
  const pair = call(
    'concat',
    call('rowField', parameter('row'), 1),
    call('arrayText', call('rowField', parameter('row'), 2)),
  );
  return call(
    'arrayText',
    call('arraySort', call('arrayTransform', call('mapEntries', value), lambda(pair, 'row'))),
  );
};

/** How a nested value becomes a text that both engines write alike. */
export const texted: Partial<Record<FunctionName, (value: Expr) => Expr>> = {
  rowList: rowText,
  arrayZip: eachRow,
  mapEntries: eachRow,
  mapOf: mapText,
  mapConcat: mapText,
  mapFromEntries: mapText,
  mapAgg: mapText,
  histogram: mapText,
  multimapAgg: listsText,
};
