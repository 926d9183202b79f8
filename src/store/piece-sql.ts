import { joinSql, name, type Sql, sql, text } from '../dialect/index.js';
import { allFlowFields, type FlowField, lakeTypes } from '../flow/index.js';
import { eventColumns, type Layout, type Piece } from '../ingest/index.js';
import { numberList, numberLiteral, textList, typeName } from './literals.js';

/** Columns that identify a record; what the lake adds is not among them. */
export function recordColumns(layout: Layout): FlowField[] {
  const present = new Set(layout.columns.map((column) => column.field?.name));
  return allFlowFields.filter((field) => present.has(field.name));
}

/** The columns of the batch that holds records of this layout, in the order of the file. */
export function batchColumns(layout: Layout): string[] {
  const events = hasEvents(layout) ? ['log_stream', 'ingestion_time'] : [];
  return [...recordColumns(layout).map((field) => field.column), ...events, 'source_id'];
}

function hasEvents(layout: Layout): boolean {
  return layout.columns.some((column) => column.log === eventColumns[0]);
}

/**
 * Reads pieces of one layout as typed rows. Every line becomes a row or a reject, none is lost: padding shows a short
 * line as an empty last value (the last column alone tells a missing value from `-`), and the column after it catches
 * fields too many, which the engine otherwise cuts in silence. Such rows carry their source's id with a minus.
 */
export function selectPieces(pieces: readonly Piece[], layout: Layout): Sql {
  const last = layout.columns.length - 1;
  const positions = new Map(layout.columns.map((column, index) => [column.log, index]));
  const values = recordColumns(layout).map((field) => {
    const at = positions.get(field.log) ?? 0;
    return sql`${at === last ? lastValue(field, at) : cell(at)} AS ${name(field.column)}`;
  });
  if (hasEvents(layout)) {
    values.push(sql`replace(${cell(0)}, chr(1), ' ') AS log_stream`, sql`${cell(1)} AS ingestion_time`);
  }
  values.push(
    sql`CAST(CASE WHEN ${damage(layout, last)} THEN -${sourceOf(pieces)} ELSE ${sourceOf(pieces)} END AS INTEGER) AS source_id`,
  );
  return sql`SELECT ${joinSql(values, ', ')} FROM ${reader(pieces, layout)}`;
}

function cell(index: number): Sql {
  return name(`c${index}`);
}

function lastValue(field: FlowField, index: number): Sql {
  const value = sql`nullif(${cell(index)}, '-')`;
  const type = lakeTypes[field.type];
  return type === 'VARCHAR' ? value : sql`TRY_CAST(${value} AS ${typeName(type)})`;
}

function damage(layout: Layout, last: number): Sql {
  const wrong = [sql`surplus <> ''`, sql`${cell(last)} = ''`];
  const field = layout.columns[last]?.field;
  if (field !== undefined && lakeTypes[field.type] !== 'VARCHAR') {
    wrong.push(sql`(${cell(last)} <> '-' AND ${lastValue(field, last)} IS NULL)`);
  }
  return joinSql(wrong, ' OR ');
}

/** The source of a row. The engine numbers the files of a list; a position is cheaper than a path for each row. */
function sourceOf(pieces: readonly Piece[]): Sql {
  const ids = pieces.map((piece) => piece.sourceId);
  const first = ids[0] ?? 0;
  if (ids.every((id) => id === first)) return numberLiteral(first);
  if (ids.every((id, index) => id === first + index)) return sql`(file_index + ${numberLiteral(first)})`;
  return sql`(${numberList(ids)}[file_index + 1])`;
}

function reader(pieces: readonly Piece[], layout: Layout): Sql {
  const last = layout.columns.length - 1;
  const columns = layout.columns.map((column, index) => {
    const type =
      index === last ? 'VARCHAR' : column.log === eventColumns[1] ? 'BIGINT' : typeOf(column.field);
    return sql`${text(`c${index}`)}: ${text(type)}`;
  });
  // strict_mode=false: otherwise a stray carriage return aborts the scan even when rejects are stored.
  return sql`read_csv(${textList(pieces.map((piece) => piece.path))}, delim=' ', header=true, auto_detect=false,
    compression='none', nullstr='-', quote='', escape='', strict_mode=false, null_padding=true,
    store_rejects=true, rejects_limit=1, force_not_null=[${text(`c${last}`)}, 'surplus'],
    columns={${joinSql(columns, ', ')}, 'surplus': 'VARCHAR'})`;
}

function typeOf(field: FlowField | undefined): string {
  return field === undefined ? 'VARCHAR' : lakeTypes[field.type];
}
