import { defineStatement } from './definition.js';
import { acceptIfNotExists, readColumns, readLocation, readProperties, readTableName } from './read.js';
import type { CreateTable } from './syntax.js';
import { readFormat } from './table-format.js';

/** CREATE EXTERNAL TABLE (Athena User Guide, "CREATE TABLE"). */
export const createTable = defineStatement<CreateTable>({
  name: 'CREATE EXTERNAL TABLE',
  begins: ['create external table'],
  syntax:
    "CREATE EXTERNAL TABLE [IF NOT EXISTS] table (column type [COMMENT 'text'], …) [COMMENT 'text'] [PARTITIONED BY (column type, …)] [ROW FORMAT …] [STORED AS …] LOCATION 's3://…' [TBLPROPERTIES ('key' = 'value', …)]",
  doc: 'Makes a table over files of a folder, with partitions in folders or by projection.',
  example:
    "CREATE EXTERNAL TABLE flows (version int, account_id string) PARTITIONED BY (day string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ' ' LOCATION 's3://logs/AWSLogs/' TBLPROPERTIES ('skip.header.line.count' = '1')",
  parse(cursor, start) {
    const ifNotExists = acceptIfNotExists(cursor);
    const name = readTableName(cursor);
    const columns = readColumns(cursor);
    const comment = cursor.acceptWord('comment') ? cursor.string('the comment').value : undefined;
    const partitionKeys = cursor.acceptWords('partitioned', 'by') ? readColumns(cursor) : [];
    if (cursor.isWord('clustered')) {
      const help = 'leave the clause out: bucketing only makes AWS read less';
      cursor.notSupported('CLUSTERED BY', cursor.token.span, help);
    }
    const format = readFormat(cursor);
    if (!cursor.acceptWord('location')) {
      cursor.unexpected("write LOCATION 's3://bucket/prefix/', after ROW FORMAT and STORED AS");
    }
    const location = readLocation(cursor);
    const properties = cursor.acceptWord('tblproperties') ? readProperties(cursor) : [];
    return {
      kind: 'createTable',
      name,
      ifNotExists,
      columns,
      partitionKeys,
      comment,
      format,
      location,
      properties,
      span: cursor.from(start),
    };
  },
});
