import { refusal } from './refused-row.js';
import { integer, join, type Sql, sql, text } from './sql.js';
import { literalOf } from './trino-time.js';

/**
 * A pattern of RE2 for Trino, whose patterns are those of Java: named groups are written without the `P`, and `$` is
 * the end of the text, where Java also takes the place before a last line break.
 */
export function regexInTrino(pattern: Sql): Sql {
  const literal = literalOf(pattern);
  if (typeof literal !== 'string') return pattern;
  return text(turned(literal));
}

function turned(pattern: string): string {
  let inClass = false;
  const tokens = pattern.match(/\\[\s\S]|\(\?P<|[\s\S]/g) ?? [];
  return tokens
    .map((token) => {
      if (token === '[' && !inClass) inClass = true;
      else if (token === ']') inClass = false;
      if (inClass) return token;
      return token === '(?P<' ? '(?<' : token === '$' ? '\\z' : token;
    })
    .join('');
}

/** Groups are written `\1` in RE2 and `$1` in Java. */
export function replacementInTrino(replacement: Sql): Sql {
  const literal = literalOf(replacement);
  if (typeof literal !== 'string') {
    throw refusal('A computed replacement', 'Trino', 'its groups are written in another way');
  }
  const parts = literal.match(/\\[\s\S]|[\s\S]/g) ?? [];
  const turnedParts = parts.map((part) => {
    if (part === '$') return '\\$';
    const group = /^\\(\d)$/.exec(part)?.[1];
    return group === undefined ? part : `$${group}`;
  });
  return text(turnedParts.join(''));
}

/** The groups of the first match as an array; a group without a part in the match is an empty text, as in RE2. */
export function regexpGroupsInTrino(value: Sql, pattern: Sql, count: Sql): Sql {
  const regex = regexInTrino(pattern);
  const groups = Array.from(
    { length: Number(count.text) },
    (_, index) => sql`coalesce(regexp_extract(${value}, ${regex}, ${integer(index + 1)}), '')`,
  );
  return sql`CASE WHEN regexp_like(${value}, ${regex}) THEN ARRAY[${join(groups, ', ')}] END`;
}
