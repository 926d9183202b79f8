import type { Cursor } from '../cursor.js';
import { refuse } from '../messages.js';
import { readExpression } from '../parse-expression.js';
import { type Expression, partsOf, queriesIn } from '../syntax.js';
import { defineStatement } from './definition.js';
import type { Statement } from './syntax.js';

/** PREPARE (Athena User Guide, "Using parameterized queries"). The query is kept as it is written. */
export const prepare = defineStatement<Extract<Statement, { kind: 'prepare' }>>({
  name: 'PREPARE',
  begins: ['prepare'],
  quoting: 'trino',
  syntax: 'PREPARE name FROM SELECT …',
  doc: 'Keeps a query under a name; `?` stands for its parameters.',
  example: 'PREPARE by_port FROM SELECT count(*) FROM vpc_flow_logs WHERE dstport = ?',
  parse(cursor, start) {
    const name = cursor.identifier('a name for the query');
    cursor.expectWord('from');
    if (!cursor.isWord('select', 'with') && !cursor.isSymbol('(')) {
      cursor.unexpected('write the SELECT that is kept');
    }
    const from = cursor.token.span;
    while (cursor.token.kind !== 'end' && !cursor.isSymbol(';')) cursor.next();
    return { kind: 'prepare', name, query: { span: cursor.from(from) }, span: cursor.from(start) };
  },
});

/** EXECUTE (Athena User Guide, "Using parameterized queries"). */
export const execute = defineStatement<Extract<Statement, { kind: 'execute' }>>({
  name: 'EXECUTE',
  begins: ['execute'],
  quoting: 'trino',
  syntax: 'EXECUTE name [USING value, …]',
  doc: 'Runs a query that was kept; the values, which name no columns, take the places of its `?` in their order.',
  example: 'EXECUTE by_port USING 443',
  parse(cursor, start) {
    if (cursor.isWord('immediate')) {
      cursor.notSupported('EXECUTE IMMEDIATE', cursor.token.span, 'write PREPARE, then EXECUTE');
    }
    const name = cursor.identifier('the name of a prepared query');
    const values = cursor.acceptWord('using') ? cursor.list(() => readLiteral(cursor)) : [];
    return { kind: 'execute', name, values, span: cursor.from(start) };
  },
});

/** DEALLOCATE PREPARE (Athena User Guide, "Using parameterized queries"). */
export const deallocate = defineStatement<Extract<Statement, { kind: 'deallocate' }>>({
  name: 'DEALLOCATE PREPARE',
  begins: ['deallocate prepare'],
  quoting: 'trino',
  syntax: 'DEALLOCATE PREPARE name',
  doc: 'Forgets a query that was kept.',
  example: 'DEALLOCATE PREPARE by_port',
  parse(cursor, start) {
    const name = cursor.identifier('the name of a prepared query');
    return { kind: 'deallocate', name, span: cursor.from(start) };
  },
});

/** A value as it is written: a literal, or an expression of such, without columns and queries. */
export function readLiteral(cursor: Cursor): string {
  const { token } = cursor;
  if (token.kind === 'symbol' && !cursor.isSymbol('-', '+', '(')) {
    cursor.unexpected('write a value: a number, or a text in single quotes');
  }
  if (token.kind === 'end') cursor.unexpected('write a value: a number, or a text in single quotes');
  const value = readExpression(cursor);
  const column = columnsIn(value)[0];
  if (column !== undefined) {
    const help = column.column.quoted
      ? `a text is written in single quotes: '${column.column.name}'`
      : 'write a number, a text in single quotes, or DATE with a text';
    refuse(cursor.query, 'mismatched', { symbol: cursor.query.slice(column.span) }, column.span, help);
  }
  if (queriesIn(value).length > 0) {
    refuse(cursor.query, 'not-supported', { what: 'A query as the value of a parameter' }, value.span);
  }
  return cursor.query.slice(value.span);
}

type ColumnNode = Extract<Expression, { kind: 'column' }>;

function columnsIn(node: Expression): readonly ColumnNode[] {
  if (node.kind === 'lambda') return [];
  return node.kind === 'column' ? [node] : partsOf(node).flatMap(columnsIn);
}
