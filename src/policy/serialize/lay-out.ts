/** Values that JSON has. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A list of plain values stays on one line up to this width; a longer one gets a line for each. */
const lineColumns = 100;

/**
 * JSON that is compared line by line: one line for each member, and lists of plain values on one line, so that a change
 * touches the line it is about. Ends with a line break.
 */
export function layOut(value: Json): string {
  return `${layOutAt(value, '')}\n`;
}

function layOutAt(value: Json, indent: string): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return '[]';
    const short = `[${value.map((each) => JSON.stringify(each)).join(', ')}]`;
    if (value.every(isPlain) && indent.length + short.length <= lineColumns) return short;
    return `[\n${value.map((each) => inner + layOutAt(each, inner)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value);
  if (members.length === 0) return '{}';
  const short = `{ ${members.map(([name, each]) => `${JSON.stringify(name)}: ${JSON.stringify(each)}`).join(', ')} }`;
  if (members.every(([, each]) => isPlain(each)) && indent.length + short.length <= lineColumns) return short;
  const lines = members.map(([name, each]) => `${inner}${JSON.stringify(name)}: ${layOutAt(each, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isPlain(value: Json): boolean {
  return value === null || typeof value !== 'object';
}
