import type { DecimalType, FunctionName, ValueType } from '../plan/index.js';
import type { Sql } from './sql.js';

/**
 * How one engine writes the functions and types of a plan. A function's row gets the printed arguments; the row of an
 * aggregate prints the call without FILTER and DISTINCT, which the printer adds.
 */
export interface Dialect {
  readonly name: string;
  readonly functions: Readonly<Record<FunctionName, (...args: Sql[]) => Sql>>;
  readonly types: Readonly<Record<Exclude<ValueType, 'any' | 'array' | DecimalType>, string>>;
  /**
   * Aggregates that are more than one call: the row gets the printer's order and filter as a function, and sets them
   * where they belong. It stands before the row of `functions`.
   */
  readonly composed?: Partial<
    Readonly<Record<FunctionName, (over: (call: Sql) => Sql, ...args: Sql[]) => Sql>>
  >;
  /** A function without a name, for functions that apply it. */
  readonly lambda: (parameters: readonly Sql[], body: Sql) => Sql;
  /** An array reduced, element by element, by what a lambda of these two parameters makes of the state. */
  readonly reduce: (list: Sql, start: Sql, state: Sql, element: Sql, body: Sql) => Sql;
  /** How many steps of a recursive plan there may be, where the engine itself has no bound; each is written out. */
  readonly mostSteps?: number;
  /** What fails with this message inside of TRY; it has the type that is needed. */
  readonly failInTry: (message: Sql) => Sql;
  /** What fails with this message and is not caught by TRY around it; the row of `functions` otherwise. */
  readonly giveUpInTry?: (message: Sql) => Sql;
  /** The share of a sample, in hundredths. */
  readonly samplePercent: (percent: number) => Sql;
  /** The call of a window function that passes nulls over. */
  readonly ignoringNulls: (call: Sql) => Sql;
  /**
   * Whether a window aggregate takes no FILTER, so that its first argument becomes null for rows that are left out;
   * default false. Throws a DiagnosticError for a function that counts nulls too.
   */
  readonly filtersByCase?: (func: FunctionName) => boolean;
  /**
   * Columns of a SELECT that make a row for each element of a list, with its number from 1, where the engine has such and they
   * are quicker than a join with UNNEST.
   */
  readonly unnested?: (list: Sql, element: Sql, number: Sql) => Sql;
  /** A list whose elements are rows of one, for an engine whose UNNEST takes a row apart into columns. */
  readonly rowsOf?: (list: Sql) => Sql;
  /** Whether grouping sets take names of columns only, and no positions; default false. */
  readonly groupsByName?: boolean;
  /** Whether an address, printed as text, lies in one of the prefixes. */
  readonly addressIn: (address: Sql, prefixes: readonly string[]) => Sql;
}
