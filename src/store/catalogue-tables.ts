import type { LineAccount } from '../ingest/index.js';
import type { CellValue } from './engine.js';
import { RowReader } from './row-reader.js';

/** Raised when the tables below change their meaning; a lake with a higher number is of a newer Sluice. */
export const catalogueVersion = 1;

/** `pending`: its id is given and nothing of it is in the lake. */
export type SourceState = 'pending' | 'taken';

/** One source object, known by its path and content. */
export interface StoredSource extends LineAccount {
  readonly sourceId: number;
  readonly path: string;
  /** SHA-256 of the file in hexadecimal; empty while it is pending. */
  readonly contentHash: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly state: SourceState;
  /** `records`, `lines`, `export`, `json`, `parquet` or `events`. */
  readonly form: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly day: string | null;
  readonly flowLogId: string | null;
  /** The log group whose events it holds; null for flow logs. */
  readonly logGroup: string | null;
  /**
   * Of flow logs the names of the fields in the order of the source, separated by blanks. Of other logs the names of the
   * discovered fields as a JSON array; empty when there are more than are kept.
   */
  readonly fields: string;
  readonly unknownFields: string;
  /** The source with the same content whose lines stand for this one's. */
  readonly copyOf: number | null;
  /** Earliest start and latest end, Unix seconds; null without records. */
  readonly firstStart: number | null;
  readonly lastEnd: number | null;
}

/** One Parquet file of the lake. */
export interface StoredBatch {
  readonly batchId: number;
  /** Relative to the lake. */
  readonly path: string;
  /** Columns of the file, separated by blanks, in its order. */
  readonly columns: string;
  readonly rows: number;
  readonly bytes: number;
  readonly minStart: number | null;
  readonly maxStart: number | null;
  readonly minEnd: number | null;
  readonly maxEnd: number | null;
  /** First and last interface id; null where a row has none. */
  readonly minInterface: string | null;
  readonly maxInterface: string | null;
}

export interface BatchSource {
  readonly batchId: number;
  readonly sourceId: number;
  readonly rows: number;
}

export interface StoredReject {
  readonly sourceId: number;
  readonly line: number;
  readonly reason: string;
  readonly field: string | null;
  readonly text: string;
}

/** Lines of `sourceId` were counted as duplicates of records that `ownerId` brought. */
export interface SharedLines {
  readonly sourceId: number;
  readonly ownerId: number;
}

export interface CatalogueContents {
  readonly sources: readonly StoredSource[];
  readonly batches: readonly StoredBatch[];
  readonly batchSources: readonly BatchSource[];
  readonly rejects: readonly StoredReject[];
  readonly shared: readonly SharedLines[];
}

export type TableName = keyof CatalogueContents;

/** Columns of each table, with the key of the object that holds them. */
export const catalogueTables: Record<TableName, Record<string, string>> = {
  sources: {
    sourceId: 'INTEGER',
    path: 'VARCHAR',
    contentHash: 'VARCHAR',
    size: 'BIGINT',
    modifiedMs: 'BIGINT',
    state: 'VARCHAR',
    form: 'VARCHAR',
    account: 'VARCHAR',
    region: 'VARCHAR',
    day: 'VARCHAR',
    flowLogId: 'VARCHAR',
    logGroup: 'VARCHAR',
    fields: 'VARCHAR',
    unknownFields: 'VARCHAR',
    lines: 'BIGINT',
    headers: 'BIGINT',
    records: 'BIGINT',
    nodata: 'BIGINT',
    skipdata: 'BIGINT',
    duplicates: 'BIGINT',
    rejected: 'BIGINT',
    copyOf: 'INTEGER',
    firstStart: 'BIGINT',
    lastEnd: 'BIGINT',
  },
  batches: {
    batchId: 'INTEGER',
    path: 'VARCHAR',
    columns: 'VARCHAR',
    rows: 'BIGINT',
    bytes: 'BIGINT',
    minStart: 'BIGINT',
    maxStart: 'BIGINT',
    minEnd: 'BIGINT',
    maxEnd: 'BIGINT',
    minInterface: 'VARCHAR',
    maxInterface: 'VARCHAR',
  },
  batchSources: { batchId: 'INTEGER', sourceId: 'INTEGER', rows: 'BIGINT' },
  rejects: { sourceId: 'INTEGER', line: 'BIGINT', reason: 'VARCHAR', field: 'VARCHAR', text: 'VARCHAR' },
  shared: { sourceId: 'INTEGER', ownerId: 'INTEGER' },
};

type Row = Record<string, CellValue>;

/** Turns a row of a table, keyed as above, into its object. */
export const rowReaders: { readonly [T in TableName]: (row: Row) => CatalogueContents[T][number] } = {
  sources: readSource,
  batches: readBatch,
  batchSources: (row) => {
    const cells = new RowReader(row);
    const [batchId, sourceId] = [cells.number('batchId'), cells.number('sourceId')];
    return { batchId, sourceId, rows: cells.number('rows') };
  },
  rejects: (row) => {
    const cells = new RowReader(row);
    const [sourceId, line] = [cells.number('sourceId'), cells.number('line')];
    const [reason, text] = [cells.text('reason'), cells.text('text')];
    return { sourceId, line, reason, field: cells.maybeText('field'), text };
  },
  shared: (row) => {
    const cells = new RowReader(row);
    return { sourceId: cells.number('sourceId'), ownerId: cells.number('ownerId') };
  },
};

function readSource(row: Row): StoredSource {
  const cells = new RowReader(row);
  return {
    sourceId: cells.number('sourceId'),
    path: cells.text('path'),
    contentHash: cells.text('contentHash'),
    size: cells.number('size'),
    modifiedMs: cells.number('modifiedMs'),
    state: cells.text('state') === 'taken' ? 'taken' : 'pending',
    form: cells.text('form'),
    account: cells.maybeText('account'),
    region: cells.maybeText('region'),
    day: cells.maybeText('day'),
    flowLogId: cells.maybeText('flowLogId'),
    logGroup: cells.maybeText('logGroup'),
    fields: cells.text('fields'),
    unknownFields: cells.text('unknownFields'),
    lines: cells.number('lines'),
    headers: cells.number('headers'),
    records: cells.number('records'),
    nodata: cells.number('nodata'),
    skipdata: cells.number('skipdata'),
    duplicates: cells.number('duplicates'),
    rejected: cells.number('rejected'),
    copyOf: cells.maybeNumber('copyOf'),
    firstStart: cells.maybeNumber('firstStart'),
    lastEnd: cells.maybeNumber('lastEnd'),
  };
}

function readBatch(row: Row): StoredBatch {
  const cells = new RowReader(row);
  return {
    batchId: cells.number('batchId'),
    path: cells.text('path'),
    columns: cells.text('columns'),
    rows: cells.number('rows'),
    bytes: cells.number('bytes'),
    minStart: cells.maybeNumber('minStart'),
    maxStart: cells.maybeNumber('maxStart'),
    minEnd: cells.maybeNumber('minEnd'),
    maxEnd: cells.maybeNumber('maxEnd'),
    minInterface: cells.maybeText('minInterface'),
    maxInterface: cells.maybeText('maxInterface'),
  };
}
