import { readColumnList } from '../parse-query.js';
import { defineStatement } from './definition.js';
import { readInnerQuery, readQueryTableName } from './read.js';
import type { Statement } from './syntax.js';

type CreateView = Extract<Statement, { kind: 'createView' }>;

/** CREATE VIEW (Athena User Guide, "CREATE VIEW"). */
export const createView = defineStatement<CreateView>({
  name: 'CREATE VIEW',
  begins: ['create view', 'create or replace view'],
  quoting: 'trino',
  syntax: 'CREATE [OR REPLACE] VIEW view AS SELECT …',
  doc: 'Gives a query a name; it is checked now and carried out whenever it is read.',
  example: "CREATE OR REPLACE VIEW rejects AS SELECT * FROM vpc_flow_logs WHERE action = 'REJECT'",
  parse(cursor, start) {
    const orReplace = /\breplace\b/i.test(cursor.query.slice(cursor.from(start)));
    const name = readQueryTableName(cursor);
    const columns = readColumnList(cursor);
    cursor.expectWord('as');
    return {
      kind: 'createView',
      name,
      orReplace,
      columns,
      query: readInnerQuery(cursor),
      span: cursor.from(start),
    };
  },
});
