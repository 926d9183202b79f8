import { WorldError } from '../base/index.js';
import { bind, joinSql, name, type Sql, sql, text } from '../dialect/index.js';
import { allFlowFields, type FlowField, lakeTypes } from '../flow/index.js';
import { bounds, fieldOf } from '../ingest/index.js';
import { parseAddress } from '../net/index.js';
import type { StoredReject } from './catalogue-tables.js';
import type { Engine } from './engine.js';
import { numberLiteral, textList, typeName } from './literals.js';
import { RowReader } from './row-reader.js';

/** A Parquet flow log as statements: its good rows, typed as the lake has them, and what is wrong with the others. */
export interface ParquetSource {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly unknownFields: readonly string[];
  readonly rejected: number;
  readonly rejects: readonly StoredReject[];
  /** Good rows number `from` (one-based) to `to`. */
  select(from: number, to: number): Sql;
}

const keptRejects = 100;
/** Values that a line without traffic has; in Parquet they may be written as 0. */
const measured = new Set<FlowField['type']>(['port', 'byte', 'long', 'ip']);

/**
 * Reads a Parquet flow log by the names of its columns: physical types are not trusted, files written by hand have
 * addresses and accounts as all sorts. AWS does not say how `-` is stored in a number column: NULL, `-`, `None` and, in
 * lines without traffic, 0 are missing values. Throws a WorldError when no column is a field of a flow log.
 */
export async function openParquetSource(
  engine: Engine,
  path: string,
  sourceId: number,
): Promise<ParquetSource> {
  const described = await engine.rows(
    sql`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${text(path)}, hive_partitioning=false))`,
  );
  const inFile = described.map((row) => {
    const cells = new RowReader(row);
    const column = cells.text('column_name');
    return { column, type: cells.text('column_type'), field: fieldOf(column) };
  });
  const fields = allFlowFields.filter((field) => inFile.some((each) => each.field?.name === field.name));
  if (fields.length < 2) {
    throw new WorldError(`\`${path}\` is Parquet without columns of a flow log`, { path });
  }
  const values = inFile.flatMap(({ column, type, field }) => (field ? [rawValue(field, column, type)] : []));
  const raw = sql`SELECT file_row_number + 1 AS line, ${joinSql(values, ', ')}
    FROM read_parquet(${text(path)}, hive_partitioning=false, file_row_number=true)`;
  const typed = sql`SELECT line, ${joinSql(
    fields.flatMap((field) => typedValue(field, fields)),
    ', ',
  )} FROM (${raw})`;
  const wrongAddresses = await findWrongAddresses(engine, typed, fields);
  const judged = sql`SELECT *, ${complaint(fields, wrongAddresses)} AS complaint FROM (${typed})`;
  const counts = await engine.rows(sql`SELECT count(*) AS n, count(complaint) AS wrong FROM (${judged})`);
  const cells = new RowReader(counts[0] ?? {});
  const columns = [...fields.map((field) => field.column), 'source_id'];
  const good = joinSql(
    [
      ...fields.map((field) => name(field.column)),
      sql`CAST(${numberLiteral(sourceId)} AS INTEGER) AS source_id`,
    ],
    ', ',
  );
  return {
    rows: cells.number('n'),
    columns,
    unknownFields: inFile.filter((each) => each.field === undefined).map((each) => each.column),
    rejected: cells.number('wrong'),
    rejects: cells.number('wrong') === 0 ? [] : await readRejects(engine, judged, fields, sourceId),
    select: (from, to) => sql`SELECT ${good} FROM (${judged})
      WHERE complaint IS NULL AND line BETWEEN ${numberLiteral(from)} AND ${numberLiteral(to)}`,
  };
}

function rawName(field: FlowField): Sql {
  return name(`raw ${field.column}`);
}

/** The value as text, NULL where it is missing. */
function rawValue(field: FlowField, column: string, type: string): Sql {
  const at = name(column);
  let value = sql`trim(CAST(${at} AS VARCHAR))`;
  if (type.startsWith('TIMESTAMP')) value = sql`CAST(CAST(epoch(${at}) AS BIGINT) AS VARCHAR)`;
  else if (/^(?:DOUBLE|FLOAT|DECIMAL)/.test(type)) {
    // What pandas makes of whole numbers in a column with gaps.
    const whole = sql`CAST(CAST(${at} AS BIGINT) AS VARCHAR)`;
    value = sql`CASE WHEN isnan(CAST(${at} AS DOUBLE)) THEN NULL WHEN ${at} = floor(${at}) THEN ${whole} ELSE ${value} END`;
  } else if (field.name === 'accountId' && isInteger(type)) value = sql`lpad(${value}, 12, '0')`;
  const missing = isInteger(type)
    ? value
    : sql`CASE WHEN ${value} IN ('-', '', 'None') THEN NULL ELSE ${value} END`;
  return sql`${missing} AS ${rawName(field)}`;
}

function isInteger(type: string): boolean {
  return /^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/.test(type);
}

/** The text of each field and its value in the lake's type. A text that is no whole number has no value. */
function typedValue(field: FlowField, fields: readonly FlowField[]): Sql[] {
  const raw = rawName(field);
  const type = lakeTypes[field.type];
  const hasStatus = fields.some((each) => each.name === 'logStatus');
  const quiet = hasStatus ? sql`${name('raw log_status')} IN ('NODATA', 'SKIPDATA')` : sql`false`;
  const present = measured.has(field.type)
    ? sql`CASE WHEN ${quiet} AND ${raw} = '0' THEN NULL ELSE ${raw} END`
    : raw;
  const number = sql`CASE WHEN regexp_full_match(${raw}, '-?[0-9]+') THEN TRY_CAST(${present} AS ${typeName(type)}) END`;
  return [raw, sql`${type === 'VARCHAR' ? present : number} AS ${name(field.column)}`];
}

/** The addresses with a colon or without four octets that are none; each distinct one is looked at once. */
async function findWrongAddresses(
  engine: Engine,
  typed: Sql,
  fields: readonly FlowField[],
): Promise<string[]> {
  const columns = fields.filter((field) => field.type === 'ip').map((field) => name(field.column));
  if (columns.length === 0) return [];
  const selects = columns.map((at) => sql`SELECT ${at} AS address FROM (${typed}) WHERE ${at} IS NOT NULL`);
  const wrong: string[] = [];
  for await (const { rows } of engine.stream(
    sql`SELECT DISTINCT address FROM (${joinSql(selects, ' UNION ALL ')})`,
  )) {
    for (const [address] of rows)
      if (parseAddress(String(address)) === undefined) wrong.push(String(address));
  }
  return wrong;
}

/** NULL for a good row, else field and reason separated by a tab. */
function complaint(fields: readonly FlowField[], wrongAddresses: readonly string[]): Sql {
  const cases = fields.flatMap((field) => {
    const [at, raw] = [name(field.column), rawName(field)];
    const say = (condition: Sql, why: string) => sql`WHEN ${condition} THEN ${text(`${field.log}\t${why}`)}`;
    if (field.log === 'log-status')
      return [
        say(
          sql`${at} IS NULL OR ${at} NOT IN ('OK', 'NODATA', 'SKIPDATA')`,
          'not one of OK, NODATA, SKIPDATA',
        ),
      ];
    if (field.log === 'action')
      return [say(sql`${at} NOT IN ('ACCEPT', 'REJECT')`, 'not ACCEPT, REJECT or -')];
    if (field.type === 'ip')
      return wrongAddresses.length === 0
        ? []
        : [say(sql`list_contains(${textList(wrongAddresses)}, ${at})`, 'not an IP address')];
    const most = bounds(field.type);
    if (most === undefined) return [];
    return [
      say(sql`${at} IS NULL AND ${raw} <> '0' AND ${raw} IS NOT NULL`, 'not a whole number'),
      say(sql`${at} < 0`, 'a negative number'),
      say(
        sql`${at} > ${numberLiteral(most)}`,
        field.type === 'seconds'
          ? 'a time in milliseconds or smaller; flow logs have seconds'
          : `larger than ${most}`,
      ),
    ];
  });
  return cases.length === 0 ? sql`NULL` : sql`CASE ${joinSql(cases, ' ')} END`;
}

async function readRejects(
  engine: Engine,
  judged: Sql,
  fields: readonly FlowField[],
  sourceId: number,
): Promise<StoredReject[]> {
  const shown = joinSql(
    fields.map((field) => sql`coalesce(${rawName(field)}, '-')`),
    ', ',
  );
  const rows = await engine.rows(sql`SELECT line, complaint, concat_ws(' ', ${shown}) AS text FROM (${judged})
    WHERE complaint IS NOT NULL ORDER BY line LIMIT ${bind(keptRejects)}`);
  return rows.map((row) => {
    const cells = new RowReader(row);
    const [field = '', reason = ''] = cells.text('complaint').split('\t');
    return { sourceId, line: cells.number('line'), reason, field, text: cells.text('text').slice(0, 500) };
  });
}
