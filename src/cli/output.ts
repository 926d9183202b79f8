import type { App } from './command.js';
import { paintFor } from './paint.js';
import type { Terminal } from './terminal.js';
import { layOut } from './text-table.js';

export const tableFormats = ['table', 'json', 'ndjson', 'csv', 'markdown'] as const;
export type TableFormat = (typeof tableFormats)[number];

type Table = ReturnType<App['needTable']>;

export interface TableOutput {
  /** Name of the document in JSON. */
  readonly kind: string;
  /** Columns for people: `table` and `markdown`. */
  readonly forPeople: Table;
  /** Columns for programs: `json`, `ndjson`. */
  readonly forPrograms: Table;
  /** Columns of CSV, where they differ. */
  readonly forCsv?: Table;
  /** Counts that JSON has beside the rows. */
  readonly statistics?: Readonly<Record<string, number>>;
  /** What to type to see all rows, when the list was cut. */
  readonly more: string;
}

/** Prints one list in one of the formats; data only, so that the next program can read it. */
export async function printTable(
  app: App,
  terminal: Terminal,
  format: TableFormat,
  output: TableOutput,
): Promise<void> {
  switch (format) {
    case 'json':
      return terminal.print(app.renderTableJson(output.kind, output.forPrograms, output.statistics));
    case 'ndjson':
      return terminal.print(app.renderNdjson(output.forPrograms));
    case 'csv':
      return terminal.print(app.renderCsv(output.forCsv ?? output.forPrograms));
    case 'markdown':
      await terminal.print(app.renderMarkdownTable(output.forPeople));
      break;
    default:
      await printTextTable(app, terminal, output.forPeople);
  }
  const cut = output.forPeople.total - output.forPeople.rows.length;
  if (cut > 0) terminal.note(`… and ${app.formatCount(cut)} more: ${output.more}`);
}

/** A table in the width of the terminal; in a pipe it is as wide as it must be, so that `grep` finds everything. */
export async function printTextTable(app: App, terminal: Terminal, table: Table): Promise<void> {
  const { columns, color, fit } = terminal;
  const laid = layOut(table, app, { columns, paint: paintFor(color), fit });
  await terminal.print(`${laid.lines.join('\n')}\n`);
  if (laid.leftOut.length > 0) {
    terminal.note(
      `Columns left out: ${laid.leftOut.join(', ')}. A wider terminal or --format csv shows them.`,
    );
  }
}
