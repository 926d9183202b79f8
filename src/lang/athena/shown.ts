import { build, type Expr, type NamedExpr, type Plan } from '../../plan/index.js';
import type { OutputType } from '../compiled.js';
import { textOf } from './cast.js';
import { lambda, newParameter } from './lambda.js';
import type { Result } from './lower-query.js';
import { elementOf, entryOf, fieldsOf, isArray, isMap, isNested, isRow } from './nested-types.js';
import { fieldAt } from './row-value.js';
import { isClock, isDecimal, isInterval, isZoned, type Lowered, type TrinoType, zoneOf } from './types.js';

const { call, cases, coalesce, col, isPresent, lit } = build;

/** The columns as Athena's own answers write them: what is made of other values, bytes and zones become texts. */
export function shownPlan({ plan, columns }: Result): Plan {
  const written = new Map(
    columns.filter(({ type }) => isWritten(type)).map(({ column, type }) => [column, type]),
  );
  if (written.size === 0) return plan;
  const shown = (name: string, expr: Expr): NamedExpr => {
    const type = written.get(name);
    return { name, expr: type === undefined ? expr : shownText({ type, expr }) };
  };
  // A projection stays one, so that it stays directly above the sort whose order it keeps.
  if (plan.kind === 'project')
    return { ...plan, columns: plan.columns.map(({ name, expr }) => shown(name, expr)) };
  return { kind: 'project', input: plan, columns: columns.map(({ column }) => shown(column, col(column))) };
}

const isWritten = (type: TrinoType): boolean =>
  isNested(type) ||
  isInterval(type) ||
  isClock(type) ||
  type === 'varbinary' ||
  (isZoned(type) && zoneOf(type) !== 'UTC');

/**
 * The text of a value in an answer: `[a, b]` for an array, `{k=v}` for a map, `{name=v}` for a row, whose fields
 * without names are field0, field1 and so on, and pairs of digits for bytes.
 */
function shownText(value: Lowered): Expr {
  const { type, expr } = value;
  if (isArray(type)) {
    const element = newParameter(elementOf(type));
    const text = shownText(element);
    return call(
      'arrayText',
      text === element.expr ? expr : call('arrayTransform', expr, lambda([element], text)),
    );
  }
  if (isMap(type)) return shownMap(value);
  if (isRow(type)) return shownRow(value);
  if (type === 'varbinary') {
    const pairs = call('regexpReplace', call('lower', call('bytesHex', expr)), lit('(..)'), lit('\\1 '));
    return call('trimRight', pairs);
  }
  if (type === 'double') return call('doubleText', expr);
  if (type === 'varchar' || type === 'json' || type === 'unknown') return expr;
  return textOf(value);
}

const orNull = (value: Lowered): Expr => coalesce(shownText(value), lit('null'));

function shownMap({ type, expr }: Lowered): Expr {
  const [keyType, valueType] = entryOf(type);
  const entry = newParameter('unknown');
  const part = (number: number, partType: TrinoType): Expr =>
    orNull({ type: partType, expr: call('rowField', entry.expr, number) });
  const pair = call('concat', part(1, keyType), lit('='), part(2, valueType));
  const pairs = call('arrayTransform', call('mapEntries', expr), lambda([entry], pair));
  return call('concat', lit('{'), call('arrayJoin', pairs, lit(', ')), lit('}'));
}

function shownRow(value: Lowered): Expr {
  const parts = fieldsOf(value.type).flatMap(({ name }, index) => [
    lit(`${index === 0 ? '' : ', '}${name ?? `field${index}`}=`),
    orNull(fieldAt(value, index + 1)),
  ]);
  return cases([[isPresent(value.expr), call('concat', lit('{'), ...parts, lit('}'))]]);
}

/** How a column of the answer is called and shown. */
export function outputType(type: TrinoType): OutputType {
  if (isArray(type)) return 'array';
  if (isMap(type)) return 'map';
  if (isRow(type)) return 'row';
  if (isDecimal(type)) return 'decimal';
  if (isZoned(type)) return zoneOf(type) === 'UTC' ? 'timestamp with time zone' : 'text with time zone';
  return isClock(type) ? (type === 'time(3)' ? 'time' : 'time with time zone') : type;
}
