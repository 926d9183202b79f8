import type { Diagnostic } from '../base/index.js';
import type { Plan } from '../plan/index.js';

export type Language = 'athena' | 'insights';

/** How a value is shown; the words of the language's own engine. */
export type OutputType =
  | 'varchar'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'decimal'
  | 'boolean'
  | 'timestamp'
  | 'timestamp with time zone'
  | 'date'
  | 'ipaddress'
  | 'uuid'
  /** Times of day and intervals are texts in an answer. */
  | 'time'
  | 'time with time zone'
  | 'interval day to second'
  | 'interval year to month'
  | 'json'
  | 'varbinary'
  | 'array'
  | 'map'
  | 'row'
  /** A time that is shown in a zone other than UTC: its text. */
  | 'text with time zone'
  | 'unknown';

export interface OutputColumn {
  /** Heading, as the query writes it; two columns may have the same one. */
  readonly name: string;
  /** Column of the plan. */
  readonly column: string;
  readonly type: OutputType;
  /** Part of the answer of the service, but not shown to people (`@ptr`). */
  readonly hidden?: boolean;
  /** Athena only: the type in DDL's words, as a table that is made of the query has it; undefined where there is none. */
  readonly stored?: string;
}

/** A query that was read and checked: what it means, and how its answer is headed. */
export interface CompiledQuery {
  readonly language: Language;
  readonly plan: Plan;
  readonly columns: readonly OutputColumn[];
  /** Most rows the plan gives when that bound is not the query's own words (Logs Insights: 10,000), else undefined. */
  readonly defaultLimit: number | undefined;
  /**
   * Plans that count the events of the time range and those that passed the filters, as Logs Insights counts them for its
   * statistics; each gives one row with the column `count`.
   */
  readonly counts?: { readonly scanned: Plan; readonly matched: Plan };
  /** The stages or clauses, in the order in which they are carried out, one line each. */
  readonly steps: readonly string[];
  /** The text printed again from what was understood. */
  readonly canonical: string;
  /** Whether the flow logs are what it reads; default true. Lints know flow logs only. */
  readonly overFlowLogs?: boolean;
  /** Things the query will do that its author may not expect (a period that is cut, a field that no record has). */
  readonly diagnostics: readonly Diagnostic[];
}
