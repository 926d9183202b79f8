import type { Cursor } from './cursor.js';
import { refuse } from './messages.js';

/** Words such as `param=2.5` that may stand before the fields of a command, in any order; each is read once. */
export function readOptions<Key extends string>(
  cursor: Cursor,
  readers: Readonly<Record<Key, (cursor: Cursor) => void>>,
): void {
  const seen = new Set<string>();
  for (;;) {
    const { token } = cursor;
    const next = cursor.peek(1);
    if (token.kind !== 'word' || next.kind !== 'symbol' || next.text !== '=') return;
    const key = (Object.keys(readers) as Key[]).find((each) => each === token.text.toLowerCase());
    if (key === undefined || seen.has(key)) {
      const known = Object.keys(readers)
        .map((each) => `${each}=`)
        .join(', ');
      cursor.unexpected(`the options are ${known}, each once`);
    } else {
      seen.add(key);
      cursor.next();
      cursor.next();
      readers[key](cursor);
    }
  }
}

/** `true` or `false`. */
export function readFlag(cursor: Cursor): boolean {
  if (cursor.acceptWord('true')) return true;
  if (cursor.acceptWord('false')) return false;
  return cursor.unexpected('write true or false');
}

/** A number that is not negative. */
export function readAmount(cursor: Cursor): number {
  const { token } = cursor;
  if (token.kind !== 'number') return cursor.unexpected('write a number here');
  if (!Number.isFinite(token.value)) {
    refuse(cursor.query, 'number-too-large', { text: token.text }, token.span);
  }
  cursor.next();
  return token.value;
}
