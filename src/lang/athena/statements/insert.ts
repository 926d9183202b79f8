import { readColumnList } from '../parse-query.js';
import { defineStatement } from './definition.js';
import { readInnerQuery, readQueryTableName } from './read.js';
import type { Statement } from './syntax.js';

/** INSERT INTO (Athena User Guide, "INSERT INTO"). */
export const insert = defineStatement<Extract<Statement, { kind: 'insert' }>>({
  name: 'INSERT INTO',
  begins: ['insert into'],
  quoting: 'trino',
  syntax: 'INSERT INTO table [(column, …)] {SELECT … | VALUES (…), …}',
  doc: 'Writes the rows of a query as a new file of a table; into the folder of each partition when it has partitions.',
  example: "INSERT INTO rejects SELECT * FROM vpc_flow_logs WHERE action = 'REJECT'",
  parse(cursor, start) {
    const name = readQueryTableName(cursor);
    const columns = readColumnList(cursor);
    return { kind: 'insert', name, columns, query: readInnerQuery(cursor), span: cursor.from(start) };
  },
});
