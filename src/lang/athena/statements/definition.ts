import type { Span } from '../../../base/index.js';
import type { Cursor } from '../cursor.js';
import type { Quoting } from '../lexer.js';
import type { Statement } from './syntax.js';

/** One statement of Athena: the words it begins with, how it is written and read. */
export interface StatementDefinition<S extends Statement> {
  /** Its name on the reference page. */
  readonly name: string;
  /** The words that begin it; of two that fit the longer one is meant. Several when it has more than one beginning. */
  readonly begins: readonly string[];
  /** Whose quotes it has; default `hive`. */
  readonly quoting?: Quoting;
  readonly syntax: string;
  readonly doc: string;
  /** A whole statement. */
  readonly example: string;
  /** Reads what follows the words, which are taken already; `start` is the place of the first. */
  readonly parse: (cursor: Cursor, start: Span) => S;
}

/** A statement whose own type the list no longer needs to know. */
export interface AnyStatement extends Omit<StatementDefinition<Statement>, 'quoting'> {
  readonly quoting: Quoting;
}

export function defineStatement<S extends Statement>(definition: StatementDefinition<S>): AnyStatement {
  return { quoting: 'hive', ...definition };
}
