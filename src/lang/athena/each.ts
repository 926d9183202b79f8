import { build, type Expr } from '../../plan/index.js';
import { lambda, newParameter } from './lambda.js';
import { elementOf, entryOf, fieldsOf, isArray, isMap } from './nested-types.js';
import type { Lowered, TrinoType } from './types.js';

type Convert = (value: Lowered, to: TrinoType) => Expr;

/** An array, a map or a row with each value inside of it converted; the same expression when none changes. */
export function eachInside(value: Lowered, to: TrinoType, convert: Convert): Expr {
  if (isArray(to)) return eachElement(value, elementOf(to), convert);
  return isMap(to) ? eachEntry(value, to, convert) : eachField(value, to, convert);
}

function eachElement(value: Lowered, to: TrinoType, convert: Convert): Expr {
  const element = newParameter(elementOf(value.type));
  const body = convert(element, to);
  if (body === element.expr) return value.expr;
  return build.call('arrayTransform', value.expr, lambda([element], body));
}

function eachEntry(value: Lowered, to: TrinoType, convert: Convert): Expr {
  const [from, wanted] = [entryOf(value.type), entryOf(to)];
  const entry = newParameter('unknown');
  const parts = from.map((type, index): Lowered => {
    return { type, expr: build.call('rowField', entry.expr, index + 1) };
  });
  const turned = parts.map((part, index) => convert(part, wanted[index] ?? part.type));
  if (turned.every((expr, index) => expr === parts[index]?.expr)) return value.expr;
  const entries = build.call('mapEntries', value.expr);
  const made = build.call('arrayTransform', entries, lambda([entry], build.call('rowList', ...turned)));
  return build.call('mapFromEntries', made);
}

function eachField(value: Lowered, to: TrinoType, convert: Convert): Expr {
  const wanted = fieldsOf(to);
  const parts = fieldsOf(value.type).map(({ type }, index): Lowered => {
    return { type, expr: build.call('rowField', value.expr, index + 1) };
  });
  const turned = parts.map((part, index) => convert(part, wanted[index]?.type ?? part.type));
  if (turned.every((expr, index) => expr === parts[index]?.expr)) return value.expr;
  return build.cases([[build.isPresent(value.expr), build.call('rowList', ...turned)]]);
}
