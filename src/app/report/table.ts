/** A cell before it is formatted. Times are Unix seconds, bytes are bytes, shares are 0 to 1. */
export type Value = string | number | bigint | boolean | null;

/** `number` is a number as it is: the value of a query, of which nobody knows what it counts. */
export type ColumnKind = 'text' | 'number' | 'count' | 'bytes' | 'time' | 'share' | 'flag' | 'seconds';

export interface Column {
  /** Name in JSON, in camelCase; CSV writes it in snake_case, except for the columns of a query. */
  readonly key: string;
  readonly title: string;
  readonly kind: ColumnKind;
  /** Where there is no room, the column with the lowest number goes first. Default 5; 9 is never left out. */
  readonly weight?: number;
  /** The width to which a text may be cut before a column of less weight is left out; default 18. */
  readonly narrowest?: number;
}

/** Rows under typed columns: what every list of a report, of `outbound` and of `coverage` is. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  /** How many rows there are in all, when `rows` holds only the first. */
  readonly total: number;
}

/** A table whose rows are objects, so that a row and its columns cannot fall out of step. */
export function tableOf<Row>(
  columns: readonly (Column & { readonly of: (row: Row) => Value })[],
  rows: readonly Row[],
  limit = Number.POSITIVE_INFINITY,
): Table {
  return {
    columns: columns.map(({ of: _, ...column }) => column),
    rows: rows.slice(0, limit).map((row) => columns.map((column) => column.of(row))),
    total: rows.length,
  };
}

/** Numbers stand right-aligned under each other. */
export function isNumeric(kind: ColumnKind): boolean {
  return kind !== 'text' && kind !== 'time' && kind !== 'flag';
}
