import type { App } from './command.js';
import type { Paint } from './paint.js';

type Table = ReturnType<App['needTable']>;
export type Formatter = Pick<App, 'formatValue' | 'isNumeric'>;

export interface TableSettings {
  readonly columns: number;
  readonly paint: Paint;
  readonly indent?: string;
  /** Whether columns and texts may be cut to fit; without it lines are as long as they must be. */
  readonly fit: boolean;
}

export interface TextTable {
  readonly lines: readonly string[];
  /** Titles of the columns for which there was no room. */
  readonly leftOut: readonly string[];
}

const gap = '  ';
/** Texts may be cut to this width before a column is left out, where the column says no other. */
const narrowText = 18;
const defaultWeight = 5;
const always = 9;
/** Columns from this weight on are cut before one of them is left out. */
const mustStay = 7;

/** Lays a table out in a width: first long texts are cut with `…`, then columns of low weight are left out. */
export function layOut(table: Table, format: Formatter, settings: TableSettings): TextTable {
  const indent = settings.indent ?? '';
  const cells = table.rows.map((row) =>
    row.map((value, index) => oneLine(format.formatValue(value, table.columns[index]?.kind ?? 'text'))),
  );
  let shown = table.columns.map((column, index) => ({
    index,
    title: column.title,
    weight: column.weight ?? defaultWeight,
    narrowest: column.narrowest ?? narrowText,
    numeric: format.isNumeric(column.kind),
    natural: Math.max(column.title.length, ...cells.map((row) => row[index]?.length ?? 0)),
  }));
  const leftOut: string[] = [];
  const room = settings.columns - indent.length;
  // Addresses and ids stay whole as long as another column can go in their place.
  for (const keepWhole of settings.fit ? [true, false] : []) {
    while (shown.length > 1 && minimum(shown, keepWhole) > room) {
      const lightest = shown.reduce((a, b) => (b.weight <= a.weight ? b : a));
      if (lightest.weight >= (keepWhole ? mustStay : always)) break;
      shown = shown.filter((column) => column !== lightest);
      leftOut.unshift(lightest.title);
    }
  }
  const widths = shown.map((column) => column.natural);
  if (settings.fit) {
    shrink(widths, shown, room, true);
    shrink(widths, shown, room, false);
  }
  const line = (texts: readonly string[]) => {
    const parts = shown.map((column, at) => {
      const text = cut(texts[column.index] ?? '', widths[at] ?? 0);
      return column.numeric ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0);
    });
    return (indent + parts.join(gap)).trimEnd();
  };
  const head = settings.paint.dim(line(table.columns.map((column) => column.title)));
  return { lines: [head, ...cells.map(line)], leftOut };
}

interface Measured {
  readonly natural: number;
  readonly narrowest: number;
  readonly numeric: boolean;
  readonly title: string;
  readonly weight: number;
}

/** A number is never cut, a text down to `narrowest`; a text that names the row not at all while others can be. */
function least(column: Measured, keepWhole: boolean): number {
  if (column.numeric || (keepWhole && column.weight >= always)) return column.natural;
  return Math.min(column.natural, Math.max(column.narrowest, column.title.length));
}

function minimum(shown: readonly Measured[], keepWhole: boolean): number {
  return shown.reduce((sum, column) => sum + least(column, keepWhole), 0) + gap.length * (shown.length - 1);
}

/** Takes what is too much from the widest text, one column after another. */
function shrink(widths: number[], shown: readonly Measured[], room: number, keepWhole: boolean): void {
  const total = () => widths.reduce((sum, width) => sum + width, 0) + gap.length * (shown.length - 1);
  while (total() > room) {
    let widest = -1;
    for (const [at, column] of shown.entries()) {
      const width = widths[at] ?? 0;
      if (width > least(column, keepWhole) && width > (widths[widest] ?? 0)) widest = at;
    }
    if (widest < 0) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

/** Cuts in the middle: of an IPv6 address or an id, both ends tell more than the start alone. */
function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.ceil((width - 1) * 0.6);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}

/** Names come from logs and tags: no control character may reach the terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
