import { defineStatement } from './definition.js';
import { readInnerQuery } from './read.js';
import type { Statement } from './syntax.js';

/** A query on its own. */
export const select = defineStatement<Extract<Statement, { kind: 'query' }>>({
  name: 'SELECT',
  begins: ['select', 'with', '(', 'values', 'table'],
  quoting: 'trino',
  syntax: '[WITH …] SELECT … [FROM …] …',
  doc: 'A query; what it can say stands in the reference of Athena SQL.',
  example: 'SELECT dstaddr, sum(bytes) FROM vpc_flow_logs GROUP BY 1 ORDER BY 2 DESC LIMIT 10',
  parse: (cursor, start) => ({ kind: 'query', query: readInnerQuery(cursor), span: cursor.from(start) }),
});
