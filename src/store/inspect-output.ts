import { joinSql, name, type Sql, sql, text } from '../dialect/index.js';
import { allFlowFields, type FlowField, fieldByColumn } from '../flow/index.js';
import { bounds } from '../ingest/index.js';
import { parseAddress } from '../net/index.js';
import type { Engine } from './engine.js';
import { numberLiteral } from './literals.js';
import type { WrittenFile } from './parquet-file.js';
import { RowReader } from './row-reader.js';

/** What one source brought into one file. */
export interface SourceRows {
  readonly sourceId: number;
  readonly records: number;
  readonly nodata: number;
  readonly skipdata: number;
  readonly firstStart: number | null;
  readonly lastEnd: number | null;
}

export interface OutputReport {
  readonly sources: readonly SourceRows[];
  /** Sources with a row that is not a flow record; the tolerant reader says which line and why. */
  readonly damaged: readonly number[];
}

const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const ipv4 = `${octet}(?:\\.${octet}){3}`;

/**
 * Counts the rows of a file by source and checks every value. It reads the finished file, where each text stands once
 * in a dictionary: checking 20,000 addresses costs a tenth of checking two million rows on their way in.
 */
export async function inspectOutput(engine: Engine, file: WrittenFile): Promise<OutputReport> {
  if (file.columns.includes('log_group')) return await inspectEvents(engine, file);
  const has = (column: string) => file.columns.includes(column);
  const status = has('log_status') ? sql`log_status` : sql`'OK'`;
  const time = (column: string, how: Sql) => (has(column) ? sql`${how}(${name(column)})` : sql`NULL`);
  const rows = await engine.rows(sql`SELECT source_id,
      count(*) FILTER (WHERE ${status} = 'NODATA') AS nodata, count(*) FILTER (WHERE ${status} = 'SKIPDATA') AS skipdata,
      count(*) AS all_rows, ${time('start', sql`min`)} AS first_start, ${time('end', sql`max`)} AS last_end,
      (count(*) FILTER (WHERE ${valueDamage(file)}))::INTEGER AS damaged,
      (count(*) FILTER (WHERE ${anyOf(addressColumns(file), (at) => sql`contains(${at}, ':')`)}))::INTEGER AS ipv6
    FROM read_parquet(${text(file.path)}) GROUP BY source_id`);
  const damaged = new Set<number>();
  const sources = rows.map((row) => {
    const cells = new RowReader(row);
    const sourceId = cells.number('source_id');
    if (cells.number('damaged') > 0) damaged.add(sourceId);
    const [nodata, skipdata] = [cells.number('nodata'), cells.number('skipdata')];
    const records = cells.number('all_rows') - nodata - skipdata;
    const [firstStart, lastEnd] = [cells.maybeNumber('first_start'), cells.maybeNumber('last_end')];
    return { sourceId, records, nodata, skipdata, firstStart, lastEnd };
  });
  if (rows.some((row) => Number(row['ipv6']) > 0)) await addWrongIpv6(engine, file, damaged);
  return { sources, damaged: [...damaged] };
}

/** Events were looked at one by one before they were written; here they are counted. */
async function inspectEvents(engine: Engine, file: WrittenFile): Promise<OutputReport> {
  const rows =
    await engine.rows(sql`SELECT source_id, count(*) AS events, min("timestamp") // 1000 AS first_start,
    max("timestamp") // 1000 AS last_end FROM read_parquet(${text(file.path)}) GROUP BY source_id`);
  const sources = rows.map((row) => {
    const cells = new RowReader(row);
    const [firstStart, lastEnd] = [cells.maybeNumber('first_start'), cells.maybeNumber('last_end')];
    const [sourceId, records] = [cells.number('source_id'), cells.number('events')];
    return { sourceId, records, nodata: 0, skipdata: 0, firstStart, lastEnd };
  });
  return { sources, damaged: [] };
}

function addressColumns(file: WrittenFile): FlowField[] {
  return allFlowFields.filter((field) => field.type === 'ip' && file.columns.includes(field.column));
}

/** A condition on a row that holds a value which no flow log has; null values pass. */
function valueDamage(file: WrittenFile): Sql {
  const wrong: Sql[] = addressColumns(file).map((field) => {
    const at = name(field.column);
    return sql`(NOT regexp_full_match(${at}, ${text(ipv4)}) AND NOT contains(${at}, ':'))`;
  });
  if (file.columns.includes('log_status')) {
    wrong.push(sql`log_status IS NULL`, sql`log_status NOT IN ('OK', 'NODATA', 'SKIPDATA')`);
  }
  if (file.columns.includes('action')) wrong.push(sql`action NOT IN ('ACCEPT', 'REJECT')`);
  // The footer tells for the whole file whether a number is out of range; only then each row is looked at.
  for (const [column, range] of file.ranges) {
    const field = fieldByColumn(column);
    if (field === undefined) continue;
    if (range.emptyText) wrong.push(sql`${name(column)} = ''`);
    const limit = bounds(field.type);
    if (limit === undefined || range.min === null || range.max === null) continue;
    if (range.min >= 0 && range.max <= limit) continue;
    wrong.push(sql`${name(column)} < 0`, sql`${name(column)} > ${numberLiteral(limit)}`);
  }
  return wrong.length === 0 ? sql`false` : sql`coalesce(${joinSql(wrong, ' OR ')}, false)`;
}

function anyOf(fields: readonly FlowField[], condition: (at: Sql) => Sql): Sql {
  return fields.length === 0
    ? sql`false`
    : joinSql(
        fields.map((field) => condition(name(field.column))),
        ' OR ',
      );
}

async function addWrongIpv6(engine: Engine, file: WrittenFile, damaged: Set<number>): Promise<void> {
  const selects = addressColumns(file).map((field) => {
    const at = name(field.column);
    return sql`SELECT ${at} AS address, source_id FROM read_parquet(${text(file.path)}) WHERE contains(${at}, ':')`;
  });
  // One source of each address is enough: another one shows when this one is out and the file is written again.
  const distinct = sql`SELECT address, min(source_id) AS source_id
    FROM (${joinSql(selects, ' UNION ALL ')}) GROUP BY address`;
  for await (const { rows } of engine.stream(distinct)) {
    for (const [address, sourceId] of rows) {
      if (parseAddress(String(address)) === undefined) damaged.add(Number(sourceId));
    }
  }
}
