import type { TrinoType } from './types.js';

export type ArrayType = `array(${string})`;
export type MapType = `map(${string})`;
export type RowType = `row(${string})`;

/** A field of a row; without a name it is found by its number only. */
export interface RowField {
  readonly name: string | undefined;
  readonly type: TrinoType;
}

export function isArray(type: TrinoType): type is ArrayType {
  return type.startsWith('array(');
}

export function isMap(type: TrinoType): type is MapType {
  return type.startsWith('map(');
}

export function isRow(type: TrinoType): type is RowType {
  return type.startsWith('row(');
}

/** Whether values of the type are made of other values. */
export function isNested(type: TrinoType): boolean {
  return isArray(type) || isMap(type) || isRow(type);
}

export const arrayOf = (type: TrinoType): ArrayType => `array(${type})`;
export const mapOf = (key: TrinoType, value: TrinoType): MapType => `map(${key},${value})`;

export function rowOf(fields: readonly RowField[]): RowType {
  const parts = fields.map(({ name, type }) =>
    name === undefined ? type : `"${name.replaceAll('"', '""')}" ${type}`,
  );
  return `row(${parts.join(',')})`;
}

/** The type of an array's elements. */
export function elementOf(type: TrinoType): TrinoType {
  return isArray(type) ? named(insideOf(type)) : 'unknown';
}

/** The types of a map's keys and values. */
export function entryOf(type: TrinoType): readonly [key: TrinoType, value: TrinoType] {
  const [key = 'unknown', value = 'unknown'] = isMap(type) ? partsOf(insideOf(type)).map(named) : [];
  return [key, value];
}

export function fieldsOf(type: TrinoType): readonly RowField[] {
  if (!isRow(type)) return [];
  return partsOf(insideOf(type)).map((part) => {
    const quoted = /^"((?:[^"]|"")*)" (.*)$/s.exec(part);
    return quoted === null
      ? { name: undefined, type: named(part) }
      : { name: quoted[1]?.replaceAll('""', '"'), type: named(quoted[2] ?? '') };
  });
}

const insideOf = (type: string): string => type.slice(type.indexOf('(') + 1, -1);

/** The text of a type is made by the functions above or was checked by `typeNamed`, so it is one. */
const named = (text: string): TrinoType => text as TrinoType;

/** The parts between the commas that stand in no parentheses and no quotes. */
export function partsOf(list: string): string[] {
  const parts: string[] = [];
  let [depth, start, quoted] = [0, 0, false];
  for (let at = 0; at < list.length; at++) {
    const char = list[at];
    if (char === '"') quoted = !quoted;
    if (quoted) continue;
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char !== ',' || depth > 0) continue;
    parts.push(list.slice(start, at));
    start = at + 1;
  }
  return list === '' ? [] : [...parts, list.slice(start)];
}
