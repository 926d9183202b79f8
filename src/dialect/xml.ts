import { assert } from '../base/index.js';
import { type Sql, sql, text } from './sql.js';

/** How an engine writes what finding a place in XML needs. */
export interface XmlWords {
  /** All matches of a pattern, in their order. */
  readonly matches: (value: Sql, pattern: Sql) => Sql;
  /** The first group of the first match. */
  readonly group: (value: Sql, pattern: Sql) => Sql;
  readonly withoutMatch: (value: Sql, pattern: Sql) => Sql;
  /** The state after one token: where the reader stands, what it found, whether it is through. */
  readonly state: (path: Sql, found: Sql, done: Sql) => Sql;
  /** What was found after all tokens; in `step` the state is `s` and the token `t`. */
  readonly reduce: (tokens: Sql, first: Sql, step: Sql) => Sql;
  /** How the step names the token. */
  readonly token: Sql;
}

/** Sections of plain characters, comments, tags with quoted attributes, and the text between them. */
const token = String.raw`<!\[CDATA\[(?s:.*?)\]\]>|<!--(?s:.*?)-->|<(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+`;

/**
 * The text of the first element at a path of names, `/event/level`, or of its attribute, `/event/@id`: all text within it,
 * with the five entities of XML 1.0 read. Null where no element has the path. A document is read from left to right once;
 * the state is the path at which the reader stands.
 */
export function xmlAt(words: XmlWords, value: Sql, path: string): Sql {
  const [, element = '', attribute] = /^(.+?)(?:\/@([^/]+))?$/.exec(path) ?? [];
  assert(element.startsWith('/'), 'a path in XML begins with /');
  const { group, state, withoutMatch, token: t } = words;
  const wanted = text(element);
  const inside = sql`(s.path = ${wanted} OR starts_with(s.path, ${text(`${element}/`)}))`;
  const name = group(t, text(String.raw`^<([^\s/>]+)`));
  const opened = sql`s.path || '/' || ${name}`;
  const isOpened = sql`(s.found IS NULL AND NOT s.done AND ${opened} = ${wanted})`;
  const closes = sql`(${t} LIKE '%/>')`;
  const found = attribute === undefined ? sql`''` : attributeOf(words, attribute);
  const done = attribute === undefined ? sql`${closes}` : sql`TRUE`;
  const read = (piece: Sql): Sql =>
    attribute === undefined
      ? state(
          sql`s.path`,
          sql`CASE WHEN ${inside} AND NOT s.done THEN s.found || ${piece} ELSE s.found END`,
          sql`s.done`,
        )
      : sql`s`;
  const step = sql`CASE WHEN ${t} LIKE '<![CDATA[%' THEN ${read(sql`substr(${t}, 10, length(${t}) - 12)`)}
    WHEN ${t} LIKE '<!%' OR ${t} LIKE '<?%' THEN s
    WHEN ${t} LIKE '</%' THEN ${state(
      withoutMatch(sql`s.path`, text('/[^/]*$')),
      sql`s.found`,
      sql`s.done OR (s.found IS NOT NULL AND s.path = ${wanted})`,
    )}
    WHEN ${t} LIKE '<%' THEN ${state(
      sql`CASE WHEN ${closes} THEN s.path ELSE ${opened} END`,
      sql`CASE WHEN ${isOpened} THEN ${found} ELSE s.found END`,
      sql`s.done OR (${isOpened} AND ${done})`,
    )}
    ELSE ${read(withoutEntities(t))} END`;
  const first = state(sql`''`, sql`CAST(NULL AS VARCHAR)`, sql`FALSE`);
  return words.reduce(words.matches(value, text(token)), first, step);
}

function attributeOf({ group, token: t }: XmlWords, attribute: string): Sql {
  const plain = attribute.replace(/[.\\+*?()|[\]{}^$]/g, '\\$&');
  const quoted = group(t, text(String.raw`\s${plain}\s*=\s*("[^"]*"|'[^']*')`));
  return withoutEntities(sql`substr(${quoted}, 2, length(${quoted}) - 2)`);
}

function withoutEntities(value: Sql): Sql {
  const entities = [
    ['&lt;', '<'],
    ['&gt;', '>'],
    ['&quot;', '"'],
    ['&apos;', "'"],
    // The last, so that `&amp;lt;` stays `&lt;`.
    ['&amp;', '&'],
  ] as const;
  return entities.reduce(
    (rest, [entity, char]) => sql`replace(${rest}, ${text(entity)}, ${text(char)})`,
    value,
  );
}
