import { joinSql, name, type Sql, sql, text } from '../dialect/index.js';
import { allFlowFields, eventColumnTypes, type FlowField, lakeTypes } from '../flow/index.js';
import { eventColumns, type Layout, type Piece, type RecordPiece } from '../ingest/index.js';
import { numberList, numberLiteral, textList } from './literals.js';

/** Pieces of one key as typed rows, and the columns of the file that they go to. */
export function piecesToRows(pieces: readonly Piece[]): { rows: Sql; columns: readonly string[] } {
  const records = pieces.filter((piece) => piece.kind === 'records');
  const [first] = records;
  if (first !== undefined) {
    return { rows: selectPieces(records, first.layout), columns: batchColumns(first.layout) };
  }
  return { rows: selectEvents(pieces), columns: eventColumnTypes.map(({ column }) => column) };
}

/** A line of JSON may hold 1 MiB of text, each byte of it written as six characters. */
const eventLineBytes = 8 * 1024 * 1024;

function selectEvents(pieces: readonly Piece[]): Sql {
  const given = eventColumnTypes.filter(({ column }) => column !== 'is_json');
  const columns = given.map(({ column, type }) => sql`${text(column)}: ${text(type)}`);
  // Asked once and not in each query. The engine decides, since it is the one that will read the text as JSON.
  const isJson = sql`CASE WHEN json_valid(message) THEN json_type(message) IN ('OBJECT', 'ARRAY') ELSE false END AS is_json`;
  const values = eventColumnTypes.map(({ column }) => (column === 'is_json' ? isJson : name(column)));
  return sql`SELECT ${joinSql(values, ', ')} FROM read_json(${textList(pieces.map((piece) => piece.path))}, format='newline_delimited',
    auto_detect=false, compression='uncompressed', maximum_object_size=${numberLiteral(eventLineBytes)},
    columns={${joinSql(columns, ', ')}})`;
}

/** Columns that identify a record; what the lake adds is not among them. */
function recordColumns(layout: Layout): FlowField[] {
  const present = new Set(layout.columns.map((column) => column.field?.name));
  return allFlowFields.filter((field) => present.has(field.name));
}

/** The columns of the batch that holds records of this layout, in the order of the file. */
function batchColumns(layout: Layout): string[] {
  const events = hasEvents(layout) ? ['log_stream', 'ingestion_time'] : [];
  return [...recordColumns(layout).map((field) => field.column), ...events, 'source_id'];
}

function hasEvents(layout: Layout): boolean {
  return layout.columns.some((column) => column.log === eventColumns[0]);
}

/**
 * Reads pieces of one layout as typed rows. A line with too few fields, or a value of another type, becomes a reject.
 * The engine cuts surplus fields in silence: whoever unpacked the pieces counted the separators.
 */
function selectPieces(pieces: readonly RecordPiece[], layout: Layout): Sql {
  const positions = new Map(layout.columns.map((column, index) => [column.log, index]));
  const values = recordColumns(layout).map(
    (field) => sql`${cell(positions.get(field.log) ?? 0)} AS ${name(field.column)}`,
  );
  if (hasEvents(layout)) {
    values.push(sql`replace(${cell(0)}, chr(1), ' ') AS log_stream`, sql`${cell(1)} AS ingestion_time`);
  }
  values.push(sql`CAST(${sourceOf(pieces)} AS INTEGER) AS source_id`);
  return sql`SELECT ${joinSql(values, ', ')} FROM ${reader(pieces, layout)}`;
}

function cell(index: number): Sql {
  return name(`c${index}`);
}

/** The source of a row. The engine numbers the files of a list; a position is cheaper than a path for each row. */
function sourceOf(pieces: readonly Piece[]): Sql {
  const ids = pieces.map((piece) => piece.sourceId);
  const first = ids[0] ?? 0;
  if (ids.every((id) => id === first)) return numberLiteral(first);
  if (ids.every((id, index) => id === first + index)) return sql`(file_index + ${numberLiteral(first)})`;
  return sql`${numberList(ids)}[CAST(file_index AS BIGINT) + 1]`;
}

function reader(pieces: readonly Piece[], layout: Layout): Sql {
  const columns = layout.columns.map((column, index) => {
    const type = column.log === eventColumns[1] ? 'BIGINT' : typeOf(column.field);
    return sql`${text(`c${index}`)}: ${text(type)}`;
  });
  // strict_mode=false: otherwise a stray carriage return aborts the scan even when rejects are stored.
  return sql`read_csv(${textList(pieces.map((piece) => piece.path))}, delim=' ', header=true, auto_detect=false,
    compression='none', nullstr='-', quote='', escape='', strict_mode=false, store_rejects=true, rejects_limit=1,
    columns={${joinSql(columns, ', ')}})`;
}

function typeOf(field: FlowField | undefined): string {
  return field === undefined ? 'VARCHAR' : lakeTypes[field.type];
}
