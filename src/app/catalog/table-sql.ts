import { joinSql, name, Sql, sql, text } from '../../dialect/index.js';
import { engineType, typeIn } from './column-types.js';
import type { CatalogColumn, CatalogTable } from './model.js';
import { fromJson, fromParquet } from './nested-sql.js';
import type { PartitionFiles } from './table-files.js';

/** Characters that no log has, for a reader that shall find neither a delimiter nor a NULL. */
const never = '\uF8FF';
const neverNull = '\uF8FE';

/**
 * The rows of a table as a SELECT over its files. `fileColumns` are the columns that its Parquet files have.
 *
 * Text is read by position, as Athena's SerDes do (Athena User Guide, "Lazy Simple SerDe"): what is no number is NULL in a
 * column of numbers, missing fields are NULL, and surplus ones are left out.
 */
export function tableSql(
  table: CatalogTable,
  partitions: readonly PartitionFiles[],
  fileColumns: readonly string[],
): Sql {
  const files = partitions.flatMap(({ files: own }) => own.map((file) => file.path));
  if (files.length === 0) return emptySql(table);
  const values = table.columns.map((column, index) => columnSql(table, column, index, fileColumns));
  const parts = table.partitionKeys.map((key, index) => {
    const each = partitions.flatMap(({ values: own, files: at }) => at.map(() => text(own[index] ?? '')));
    const type = Sql.fromParts(engineType(key.type), []);
    return sql`CAST(${pick(each)} AS ${type}) AS ${name(key.name)}`;
  });
  return sql`SELECT ${joinSql([...values, ...parts], ', ')} FROM ${readerOf(table, files)}`;
}

/** All that the files of a table hold; there is at least one. */
export function filesSql(table: CatalogTable, partitions: readonly PartitionFiles[]): Sql {
  const files = partitions.flatMap(({ files: own }) => own.map((file) => file.path));
  return sql`SELECT * FROM ${readerOf(table, files)}`;
}

/** The value of the file that a row is from. One that all files share is written once. */
function pick(values: readonly Sql[]): Sql {
  const [first] = values;
  if (first !== undefined && values.every((value) => value.text === first.text)) return first;
  return sql`[${joinSql(values, ', ')}][CAST(file_index AS BIGINT) + 1]`;
}

function emptySql(table: CatalogTable): Sql {
  const nulls = [...table.columns, ...table.partitionKeys].map(
    (column) => sql`CAST(NULL AS ${Sql.fromParts(engineType(column.type), [])}) AS ${name(column.name)}`,
  );
  return sql`SELECT ${joinSql(nulls, ', ')} WHERE false`;
}

function readerOf(table: CatalogTable, files: readonly string[]): Sql {
  const list = sql`[${joinSql(
    files.map((path) => text(path)),
    ', ',
  )}]`;
  const skip = Sql.fromParts(skippedLines(table), []);
  const { format } = table;
  switch (format.kind) {
    case 'parquet':
      return sql`read_parquet(${list}, hive_partitioning=false, union_by_name=true)`;
    case 'json':
      return sql`read_csv(${list}, delim=${text(never)}, header=false, skip=${skip}, auto_detect=false, quote='',
        escape='', nullstr=${text(neverNull)}, strict_mode=false, max_line_size=16777216, columns={line: 'VARCHAR'})`;
    case 'regex':
      return sql`read_csv(${list}, delim=${text(never)}, header=false, skip=${skip}, auto_detect=false, quote='',
        escape='', nullstr=${text(neverNull)}, strict_mode=false, columns={line: 'VARCHAR'})`;
    case 'text':
    case 'csv': {
      const columns = table.columns.map((_, index) => sql`${text(`c${index}`)}: 'VARCHAR'`);
      const [quote, escapeWith, nullText] =
        format.kind === 'csv' ? [format.quote, format.escape, neverNull] : ['', '', format.nullText];
      return sql`read_csv(${list}, delim=${text(format.delimiter)}, header=false, skip=${skip}, auto_detect=false,
        quote=${text(quote)}, escape=${text(escapeWith)}, nullstr=${text(nullText)}, strict_mode=false, null_padding=true,
        columns={${joinSql(columns, ', ')}})`;
    }
  }
}

/** Only of text: AWS's statements for Parquet have the property, too, where it means nothing. */
function skippedLines(table: CatalogTable): string {
  const given = Object.entries(table.properties).find(
    ([key]) => key.toLowerCase() === 'skip.header.line.count',
  );
  return table.format.kind === 'parquet' ? '0' : (given?.[1] ?? '0');
}

function columnSql(
  table: CatalogTable,
  column: CatalogColumn,
  index: number,
  fileColumns: readonly string[],
): Sql {
  const { format } = table;
  const as = sql` AS ${name(column.name)}`;
  switch (format.kind) {
    case 'text':
    case 'csv':
      return sql`${fromText(name(`c${index}`), column.type)}${as}`;
    case 'regex': {
      const group = Sql.fromParts(String(index + 1), []);
      const pattern = text(`^(?:${format.pattern})$`);
      const found = sql`CASE WHEN regexp_matches(line, ${pattern}) THEN regexp_extract(line, ${pattern}, ${group}) END`;
      return sql`${fromText(found, column.type)}${as}`;
    }
    case 'json':
      return sql`${jsonColumn(format, column)}${as}`;
    case 'parquet': {
      const type = Sql.fromParts(engineType(column.type), []);
      const own = fileColumns.find((each) => each.toLowerCase() === column.name);
      return own === undefined
        ? sql`CAST(NULL AS ${type})${as}`
        : sql`${fromParquet(name(own), typeIn(column.type))}${as}`;
    }
  }
}

const patterns: Readonly<Record<string, string>> = {
  INTEGER: '[+-]?[0-9]+',
  BIGINT: '[+-]?[0-9]+',
  DATE: '[0-9]{4}-[0-9]{2}-[0-9]{2}',
  BOOLEAN: '(?i)true|false',
};

/** A field as its column's type, NULL where it cannot be read as one. */
function fromText(field: Sql, type: string): Sql {
  const wanted = engineType(type);
  const length = /^(?:var)?char\((\d+)\)$/.exec(type)?.[1];
  if (length !== undefined) return sql`left(${field}, ${Sql.fromParts(length, [])})`;
  if (wanted === 'VARCHAR') return field;
  const cast = sql`TRY_CAST(${field} AS ${Sql.fromParts(wanted, [])})`;
  const pattern = patterns[wanted];
  // The engine alone reads more than a SerDe does: `12.5` and `1e3` as whole numbers.
  return pattern === undefined
    ? cast
    : sql`CASE WHEN regexp_full_match(${field}, ${text(pattern)}) THEN ${cast} END`;
}

/** A value of a JSON object by its key; OpenX's SerDe takes no heed of case unless told to. */
function jsonColumn(format: Extract<CatalogTable['format'], { kind: 'json' }>, column: CatalogColumn): Sql {
  const key = format.names[column.name] ?? column.name;
  const object = format.ignoreMalformed
    ? sql`CASE WHEN json_valid(line) THEN CAST(line AS JSON) END`
    : sql`CAST(line AS JSON)`;
  const path = text(`$."${key.replaceAll('"', '\\"')}"`);
  const exact = sql`json_extract(${object}, ${path})`;
  const any = sql`json_extract(${object}, '$."' || list_filter(json_keys(${object}), lambda k: lower(k) = ${text(key.toLowerCase())})[1] || '"')`;
  const value = format.caseInsensitive ? sql`coalesce(${exact}, ${any})` : exact;
  return fromJson(value, typeIn(column.type));
}
