import type { Cursor } from '../cursor.js';
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
  doc: 'Runs a query that was kept; the values, which are literals, take the places of its `?` in their order.',
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

/** A literal as it is written: a number, a text, TRUE, FALSE, NULL, or `DATE '…'` and its like. */
export function readLiteral(cursor: Cursor): string {
  const start = cursor.token.span;
  const { token } = cursor;
  if (cursor.acceptSymbol('-') !== undefined) {
    if (!['integer', 'decimal', 'double'].includes(cursor.token.kind)) {
      cursor.unexpected('write a number after -');
    }
  } else if (cursor.isWord('date', 'timestamp', 'ipaddress')) {
    cursor.next();
    if (cursor.token.kind !== 'string') cursor.unexpected('write its text in single quotes');
  } else if (token.kind === 'word' && !cursor.isWord('true', 'false', 'null')) {
    const help = token.quoted
      ? `a text is written in single quotes: '${token.text}'`
      : 'write a number, a text in single quotes, or DATE with a text';
    cursor.unexpected(help);
  } else if (token.kind === 'symbol' || token.kind === 'end') {
    cursor.unexpected('write a value: a number, or a text in single quotes');
  }
  cursor.next();
  return cursor.query.slice(cursor.from(start));
}
