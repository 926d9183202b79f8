import { defineStatement } from './definition.js';
import { acceptIfNotExists, readInnerQuery, readQueryTableName } from './read.js';
import type { Statement } from './syntax.js';
import { readWithOptions } from './with-options.js';

/** CREATE TABLE AS (Athena User Guide, "CREATE TABLE AS"). */
export const createTableAs = defineStatement<Extract<Statement, { kind: 'createTableAs' }>>({
  name: 'CREATE TABLE AS',
  begins: ['create table'],
  quoting: 'trino',
  syntax: 'CREATE TABLE table [WITH (property = value, …)] AS SELECT … [WITH [NO] DATA]',
  doc: 'Writes the rows of a query into a folder of the lake, or that of `external_location`, and makes a table over it.',
  example:
    "CREATE TABLE rejects WITH (format = 'PARQUET') AS SELECT * FROM vpc_flow_logs WHERE action = 'REJECT'",
  parse(cursor, start) {
    const ifNotExists = acceptIfNotExists(cursor);
    const name = readQueryTableName(cursor);
    if (cursor.isSymbol('(')) {
      const help = 'write CREATE EXTERNAL TABLE … LOCATION, or CREATE TABLE … AS SELECT';
      cursor.notSupported('CREATE TABLE with columns of its own', cursor.token.span, help);
    }
    const options = cursor.acceptWord('with') ? readWithOptions(cursor) : [];
    cursor.expectWord('as');
    const query = readInnerQuery(cursor);
    const withData = !cursor.acceptWords('with', 'no', 'data');
    if (withData) cursor.acceptWords('with', 'data');
    return { kind: 'createTableAs', name, ifNotExists, options, query, withData, span: cursor.from(start) };
  },
});
