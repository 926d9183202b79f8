import { assert } from '../base/index.js';
import type { LiteralValue } from '../plan/index.js';

/** Text of one engine with its bound values beside it. Only this module makes one, so no bare string gets in. */
export class Sql {
  private constructor(
    readonly text: string,
    readonly values: readonly LiteralValue[],
  ) {}

  static fromParts(text: string, values: readonly LiteralValue[]): Sql {
    return new Sql(text, values);
  }
}

/** SQL from a template; every hole is SQL itself. Values go through `bind`, names through `name`. */
export function sql(strings: TemplateStringsArray, ...holes: Sql[]): Sql {
  let text = strings[0] ?? '';
  const values: LiteralValue[] = [];
  for (const [index, hole] of holes.entries()) {
    text += hole.text + (strings[index + 1] ?? '');
    values.push(...hole.values);
  }
  return Sql.fromParts(text, values);
}

/** A value that travels beside the text. */
export function bind(value: LiteralValue): Sql {
  return Sql.fromParts('?', [value]);
}

/** A quoted identifier. */
export function name(identifier: string): Sql {
  return Sql.fromParts(`"${identifier.replaceAll('"', '""')}"`, []);
}

/** A whole number written into the text, for positions and limits. */
export function integer(value: number): Sql {
  return Sql.fromParts(String(Math.trunc(value)), []);
}

/** A number written into the text, for a share. */
export function number(value: number): Sql {
  return Sql.fromParts(String(value), []);
}

/**
 * A text literal written into the text. For values that the engine must see when it plans (a prefix, a pattern) and
 * for statements that take no bound values; quotes are doubled.
 */
export function text(value: string): Sql {
  return Sql.fromParts(`'${value.replaceAll("'", "''")}'`, []);
}

/** The text of a value that a plan has as a literal, for what an engine must see when it plans. */
export function textLiteral(value: Sql): string {
  const [only] = value.values;
  assert(value.text === '?' && typeof only === 'string', 'the argument is a text literal');
  return only;
}

export function join(parts: readonly Sql[], separator: string): Sql {
  return Sql.fromParts(
    parts.map((part) => part.text).join(separator),
    parts.flatMap((part) => part.values),
  );
}

export const empty: Sql = Sql.fromParts('', []);
