import { build, type Expr } from '../../plan/index.js';
import { castTo, textOf } from './cast.js';
import { decimalText } from './decimal-text.js';
import { eachInside } from './each.js';
import { lambda, newParameter, withValue } from './lambda.js';
import { elementOf, entryOf, fieldsOf, isArray, isMap, isNested, isRow } from './nested-types.js';
import { fieldAt } from './row-value.js';
import { isDecimal, isNumeric, isWhole, isZoned, type Lowered, type TrinoType } from './types.js';

const { and, call, cases, cast, eq, isPresent, lit } = build;

/** Casts of arrays, maps and rows, value by value, and casts from and to JSON; undefined where Trino has none. */
export function castsInside(value: Lowered, to: TrinoType): Expr | undefined {
  if (to === 'json') return toJson(value);
  if (value.type === 'json') return fromJson(value.expr, to);
  if (!sameShape(value.type, to)) return undefined;
  let isKnown = true;
  const expr = eachInside(value, to, (part, type) => {
    const turned = castTo(part, type, false);
    if (turned === undefined) isKnown = false;
    return turned ?? part.expr;
  });
  return isKnown ? expr : undefined;
}

function sameShape(from: TrinoType, to: TrinoType): boolean {
  if (isArray(from)) return isArray(to);
  if (isMap(from)) return isMap(to);
  return isRow(from) && isRow(to) && fieldsOf(from).length === fieldsOf(to).length;
}

/** CAST to JSON (trino.io, "JSON functions and operators"): names of maps are sorted, times are texts. */
function toJson(value: Lowered): Expr | undefined {
  const { type, expr } = value;
  if (type === 'double') return call('doubleText', expr);
  if (isDecimal(type)) return decimalText(value);
  if (isNumeric(type) || type === 'boolean') return cast(expr, 'varchar');
  if (type === 'varchar') return call('jsonOfText', expr);
  if (type === 'date' || type === 'timestamp' || isZoned(type)) return call('jsonOfText', textOf(value));
  if (isArray(type)) return arrayToJson(value);
  if (isMap(type)) return mapToJson(value);
  return isRow(type) ? rowToJson(value) : undefined;
}

const orNull = (expr: Expr): Expr => call('coalesce', expr, lit('null'));

function arrayToJson(value: Lowered): Expr | undefined {
  const element = newParameter(elementOf(value.type));
  const json = element.type === 'json' ? element.expr : toJson(element);
  if (json === undefined) return undefined;
  const texts = call('arrayTransform', value.expr, lambda([element], orNull(json)));
  return call('concat', lit('['), call('arrayJoin', texts, lit(',')), lit(']'));
}

function mapToJson(value: Lowered): Expr | undefined {
  const [keyType, type] = entryOf(value.type);
  const key = newParameter(keyType);
  const each: Lowered = { type, expr: call('mapElement', value.expr, key.expr) };
  const json = type === 'json' ? each.expr : toJson(each);
  if (json === undefined || isNested(keyType)) return undefined;
  const pair = call('concat', call('jsonOfText', textOf(key)), lit(':'), orNull(json));
  const pairs = call('arrayTransform', call('arraySort', call('mapKeys', value.expr)), lambda([key], pair));
  return call('concat', lit('{'), call('arrayJoin', pairs, lit(',')), lit('}'));
}

/** An object; a row whose fields have no names has none to give. */
function rowToJson(value: Lowered): Expr | undefined {
  const parts = fieldsOf(value.type).map(({ name, type }, index) => {
    const field = fieldAt(value, index + 1);
    const json = type === 'json' ? field.expr : toJson(field);
    return name === undefined || json === undefined
      ? undefined
      : [lit(`${JSON.stringify(name)}:`), orNull(json)];
  });
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  const list = known.flatMap((part, index) => (index === 0 ? part : [lit(','), ...part]));
  return cases([[isPresent(value.expr), call('concat', lit('{'), ...list, lit('}'))]]);
}

/** CAST from JSON: a JSON null is NULL, and what does not fit ends the statement. */
function fromJson(json: Expr, to: TrinoType): Expr | undefined {
  let isKnown = true;
  const expr = withValue(json, 'json', (value) => {
    const made = ofKind(value, to);
    if (made === undefined) isKnown = false;
    return made ?? lit(null);
  });
  return isKnown ? expr : undefined;
}

function ofKind({ expr: json }: Lowered, to: TrinoType): Expr | undefined {
  const kind = call('jsonKind', json);
  const branches = branchesOf(json, kind, to);
  if (branches === undefined) return undefined;
  const failure = call('fail', call('concat', lit(`Cannot cast to ${to}. JSON is `), kind));
  return cases([[build.or(build.isNull(json), eq(kind, lit('null'))), lit(null)], ...branches], failure);
}

type Branches = readonly (readonly [Expr, Expr])[];

function branchesOf(json: Expr, kind: Expr, to: TrinoType): Branches | undefined {
  const is = (word: string): Expr => eq(kind, lit(word));
  if (isArray(to)) {
    const list = listOf(json, to);
    return list && [[is('array'), list]];
  }
  if (isMap(to)) {
    const map = mapFrom(json, to);
    return map && [[is('object'), map]];
  }
  if (isRow(to)) return rowsOf(json, is, to);
  const text = call('jsonScalarAt', json, lit(''));
  const scalar = build.or(is('text'), is('number'));
  if (to === 'varchar') return [[build.or(scalar, is('boolean')), text]];
  if (to === 'boolean') return truthOf(text, is);
  const ofTruth: Branches = [[is('boolean'), numberOfTruth(text, to)]];
  if (isWhole(to)) {
    const whole = castTo({ type: 'varchar', expr: text }, to, false);
    const real = castTo({ type: 'double', expr: cast(text, 'double') }, to, false);
    const isPlain = call('regexpLike', text, lit('^-?[0-9]+$'));
    if (whole === undefined || real === undefined) return undefined;
    return [[and(is('number'), build.not(isPlain)), real], [scalar, whole], ...ofTruth];
  }
  const other = castTo({ type: 'varchar', expr: text }, to, false);
  if (other && (to === 'double' || isDecimal(to))) return [[scalar, other], ...ofTruth];
  return other && to !== 'varbinary' && to !== 'ipaddress' ? [[scalar, other]] : undefined;
}

/** A number is true unless it is 0, and a text as it reads. */
function truthOf(text: Expr, is: (word: string) => Expr): Branches {
  const ofText = castTo({ type: 'varchar', expr: text }, 'boolean', false) ?? lit(null, 'boolean');
  return [
    [is('boolean'), eq(text, lit('true'))],
    [is('number'), build.ne(cast(text, 'double'), 0)],
    [is('text'), ofText],
  ];
}

/** 1 for true, else 0. */
function numberOfTruth(text: Expr, to: TrinoType): Expr {
  const type = isDecimal(to) || to === 'integer' || to === 'bigint' ? to : 'double';
  return cast(cases([[eq(text, lit('true')), lit(1)]], lit(0)), type);
}

/** The value of a part of JSON, which stays JSON where that is wanted. */
function partOf(json: Expr, to: TrinoType): Expr | undefined {
  return to === 'json' ? json : fromJson(json, to);
}

function listOf(json: Expr, to: TrinoType): Expr | undefined {
  const item = newParameter('json');
  const body = partOf(item.expr, elementOf(to));
  return body && call('arrayTransform', call('jsonItems', json), lambda([item], body));
}

function mapFrom(json: Expr, to: TrinoType): Expr | undefined {
  const [keyType, type] = entryOf(to);
  const name = newParameter('varchar');
  const escaped = call('replace', call('replace', name.expr, lit('~'), lit('~0')), lit('/'), lit('~1'));
  const value = partOf(call('jsonAt', json, call('concat', lit('/'), escaped)), type);
  const key = castTo(name, keyType, false);
  if (value === undefined || key === undefined) return undefined;
  const entries = call(
    'arrayTransform',
    call('jsonNames', json),
    lambda([name], call('rowList', key, value)),
  );
  return call('mapFromEntries', entries);
}

/** A row from an object by the names of its fields, or from an array by their order. */
function rowsOf(json: Expr, is: (word: string) => Expr, to: TrinoType): Branches | undefined {
  const fields = fieldsOf(to);
  const made = (pathOf: (index: number, name: string | undefined) => string): Expr | undefined => {
    const parts = fields.map(({ name, type }, index) =>
      partOf(call('jsonAt', json, lit(pathOf(index, name))), type),
    );
    const known = parts.filter((part) => part !== undefined);
    return known.length === parts.length ? call('rowList', ...known) : undefined;
  };
  const byName = made((_, name = '') => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const byPlace = made((index) => `/${index}`);
  if (byName === undefined || byPlace === undefined) return undefined;
  return [
    [is('object'), byName],
    [is('array'), byPlace],
  ];
}
