import type { Table } from './table.js';

/** A list of a section. An empty caption stands for the section's own title. */
export interface ReportTable {
  readonly caption: string;
  readonly table: Table;
}

/** One part of a report: what it says, in the order title, text, charts (HTML), points, tables, commands. */
export interface Section {
  /** Stable name: anchor in HTML, key of its charts. */
  readonly id: string;
  readonly title: string;
  readonly text: readonly string[];
  readonly points: readonly string[];
  readonly tables: readonly ReportTable[];
  /** Lines for a shell that show more. */
  readonly commands: readonly string[];
  /** Whether it must be read: something in it needs a decision. Said by a mark in words, never by colour alone. */
  readonly attention: boolean;
}

/** `brief` is for a terminal, read in a minute; `full` is the document that is kept. */
export type Detail = 'brief' | 'full';

/** A report before it has a form; the terminal, Markdown and HTML print the same one. */
export interface Report {
  readonly title: string;
  /** Sentences to read if nothing else is read. */
  readonly headline: readonly string[];
  /** Numbers with their names. */
  readonly facts: Table;
  readonly sections: readonly Section[];
}
