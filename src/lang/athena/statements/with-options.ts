import type { Cursor } from '../cursor.js';
import type { WithOption } from './syntax.js';

/** `(name = value, …)` of CTAS and UNLOAD; a value is a text, a number, a word or ARRAY['…', …]. */
export function readWithOptions(cursor: Cursor): WithOption[] {
  cursor.expectSymbol('(', "write the properties in parentheses: (format = 'PARQUET')");
  const options = cursor.list((): WithOption => {
    const { name, span } = cursor.identifier('a property');
    cursor.expectSymbol('=', 'write = and the value');
    return { name: name.toLowerCase(), value: readValue(cursor), span };
  });
  cursor.expectSymbol(')', 'close the properties with )');
  return options;
}

function readValue(cursor: Cursor): string | readonly string[] {
  if (cursor.acceptWord('array')) {
    cursor.expectSymbol('[', "write the values in brackets: ARRAY['day']");
    const values = cursor.list(() => cursor.string('a value').value);
    cursor.expectSymbol(']', 'close the values with ]');
    return values;
  }
  const { token } = cursor;
  if (token.kind === 'string' || token.kind === 'integer' || token.kind === 'word') {
    cursor.next();
    return token.kind === 'string' ? token.value : token.text;
  }
  return cursor.unexpected('write the value here, in single quotes');
}
