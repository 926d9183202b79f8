import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { joinSql, name, type Sql, sql, text } from '../../src/dialect/index.js';
import { allFlowFields, fieldByLogName, lakeColumns, lakeTypes, placeColumns } from '../../src/flow/index.js';
import { Engine } from '../../src/store/index.js';

const examples = join(import.meta.dirname, '..', '..', 'examples');

/** Every log file of a sample, by its path. */
export function sampleFiles(sample: 'shop-v2' | 'shop-v5'): string[] {
  const root = join(examples, sample, 'AWSLogs');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.log.gz'))
    .map((path) => join(root, path))
    .sort();
}

/** The records of a sample as plain text, split at blanks: the hand count works on these and on nothing of ours. */
export function handRecords(sample: 'shop-v2' | 'shop-v5'): Record<string, string>[] {
  return sampleFiles(sample).flatMap((path) => {
    const [header = '', ...lines] = gunzipSync(readFileSync(path)).toString('utf8').split('\n');
    const names = header.trim().split(' ');
    return lines
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const values = line.trim().split(' ');
        return Object.fromEntries(names.map((each, index) => [each, values[index] ?? '']));
      });
  });
}

/** The names in the header of a sample, in their order. */
export function sampleFormat(sample: 'shop-v2' | 'shop-v5'): string[] {
  const [path = ''] = sampleFiles(sample);
  return (gunzipSync(readFileSync(path)).toString('utf8').split('\n')[0] ?? '').trim().split(' ');
}

/** An engine whose table `records` holds a sample, with the columns of the lake's view. */
export async function sampleEngine(sample: 'shop-v2' | 'shop-v5'): Promise<Engine> {
  const engine = await Engine.open({ threads: 2 });
  const format = sampleFormat(sample);
  const fields = format.map(fieldByLogName).filter((field) => field !== undefined);
  const columns = joinSql(
    fields.map((field) => sql`${text(field.column)}: ${text(lakeTypes[field.type])}`),
    ', ',
  );
  const absent = [
    ...allFlowFields
      .filter((field) => !format.includes(field.log))
      .map((field) => nullColumn(field.column, lakeTypes[field.type])),
    ...[...lakeColumns, ...placeColumns].map((column) => nullColumn(column.column, column.type)),
  ];
  const files = joinSql(
    sampleFiles(sample).map((path) => text(path)),
    ', ',
  );
  await engine.execute(
    sql`CREATE TABLE records AS SELECT *, ${joinSql(absent, ', ')} FROM read_csv([${files}], delim=' ', header=true,
      auto_detect=false, nullstr='-', quote='', escape='', columns={${columns}})`,
  );
  return engine;
}

const typeSql = { VARCHAR: sql`VARCHAR`, INTEGER: sql`INTEGER`, BIGINT: sql`BIGINT` } as const;

function nullColumn(column: string, type: keyof typeof typeSql): Sql {
  return sql`CAST(NULL AS ${typeSql[type]}) AS ${name(column)}`;
}

/** An engine whose table `records` has the columns of the lake's view and no rows. */
export async function emptyEngine(): Promise<Engine> {
  const engine = await Engine.open({ threads: 1 });
  const columns = [
    ...allFlowFields.map((field) => nullColumn(field.column, lakeTypes[field.type])),
    ...[...lakeColumns, ...placeColumns].map((column) => nullColumn(column.column, column.type)),
  ];
  await engine.execute(sql`CREATE TABLE records AS SELECT ${joinSql(columns, ', ')} WHERE false`);
  return engine;
}
