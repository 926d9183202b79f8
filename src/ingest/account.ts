/**
 * Where every line of a source went. Header lines are counted apart; of the others none is lost:
 * `records + nodata + skipdata + duplicates + rejected = lines`. Blank lines are no lines.
 */
export interface LineAccount {
  /** Lines that are neither blank nor headers. */
  readonly lines: number;
  readonly headers: number;
  /** Flow records with traffic, or events of another log group, that are now in the lake. */
  readonly records: number;
  /** NODATA lines: the interval was logged and silent. */
  readonly nodata: number;
  /** SKIPDATA lines: AWS lost records of the interval. */
  readonly skipdata: number;
  /** Lines whose exact record stands elsewhere in the lake or earlier in the same source. */
  readonly duplicates: number;
  readonly rejected: number;
}

export const emptyAccount: LineAccount = {
  lines: 0,
  headers: 0,
  records: 0,
  nodata: 0,
  skipdata: 0,
  duplicates: 0,
  rejected: 0,
};

export function addAccounts(a: LineAccount, b: LineAccount): LineAccount {
  return {
    lines: a.lines + b.lines,
    headers: a.headers + b.headers,
    records: a.records + b.records,
    nodata: a.nodata + b.nodata,
    skipdata: a.skipdata + b.skipdata,
    duplicates: a.duplicates + b.duplicates,
    rejected: a.rejected + b.rejected,
  };
}

/** Whether the account adds up. */
export function isBalanced(account: LineAccount): boolean {
  const { records, nodata, skipdata, duplicates, rejected } = account;
  return records + nodata + skipdata + duplicates + rejected === account.lines;
}

/** A line that is not a flow record. */
export interface RejectedLine {
  readonly file: string;
  /** One-based; in Parquet the row, in JSON the event. */
  readonly line: number;
  readonly reason: string;
  /** Name of the field that is wrong, or null when the line as a whole is. */
  readonly field: string | null;
  /** The line, cut to 500 characters. */
  readonly text: string;
}
