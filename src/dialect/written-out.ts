import { assert } from '../base/index.js';
import type { LiteralValue } from '../plan/index.js';
import { Sql, text } from './sql.js';

/**
 * The same statement with its values written into the text, for an engine that takes none beside it and for people who
 * carry a statement elsewhere. Quotes inside a text are doubled, so a value stays a value.
 */
export function writtenOut(statement: Sql): Sql {
  let used = 0;
  const whole = statement.text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g, (token) => {
    if (token !== '?') return token;
    const value = statement.values[used];
    assert(value !== undefined, 'each `?` has its value');
    used += 1;
    return literalOf(value);
  });
  assert(used === statement.values.length, 'each value has its `?`');
  return Sql.fromParts(whole, []);
}

function literalOf(value: LiteralValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return text(value).text;
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}
