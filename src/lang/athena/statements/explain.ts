import type { Cursor } from '../cursor.js';
import { defineStatement } from './definition.js';
import { readInnerQuery } from './read.js';
import type { Statement } from './syntax.js';

type Explain = Extract<Statement, { kind: 'explain' }>;

/** EXPLAIN (Athena User Guide, "Using EXPLAIN"). Athena prints Trino's distributed plan; here it is Sluice's. */
export const explain = defineStatement<Explain>({
  name: 'EXPLAIN',
  begins: ['explain'],
  quoting: 'trino',
  syntax: 'EXPLAIN [(FORMAT {TEXT | JSON} | TYPE {LOGICAL | VALIDATE}, …)] SELECT …',
  doc: 'Prints what a query comes to: its steps, the plan, the SQL of the engine, and what it reads. The lines are those of Sluice and not of Trino.',
  example: 'EXPLAIN SELECT action, count(*) FROM vpc_flow_logs GROUP BY 1',
  parse(cursor, start) {
    if (cursor.isWord('analyze')) {
      cursor.notSupported('EXPLAIN ANALYZE', cursor.token.span, 'write EXPLAIN; nothing is measured');
    }
    const options = cursor.isSymbol('(') && isOptions(cursor) ? readOptions(cursor) : {};
    const query = readInnerQuery(cursor);
    return {
      kind: 'explain',
      format: options.format ?? 'text',
      validate: options.validate ?? false,
      query,
      span: cursor.from(start),
    };
  },
});

/** A query may stand in parentheses, too. */
function isOptions(cursor: Cursor): boolean {
  const after = cursor.peek(1);
  return after.kind === 'word' && ['format', 'type'].includes(after.text.toLowerCase());
}

function readOptions(cursor: Cursor): { format?: 'text' | 'json'; validate?: boolean } {
  const options: { format?: 'text' | 'json'; validate?: boolean } = {};
  cursor.next();
  cursor.list(() => {
    if (cursor.acceptWord('format')) {
      if (cursor.acceptWord('json')) options.format = 'json';
      else if (cursor.acceptWord('text')) options.format = 'text';
      else if (cursor.isWord('graphviz')) cursor.notSupported('FORMAT GRAPHVIZ');
      else cursor.unexpected('write TEXT or JSON');
      return;
    }
    cursor.expectWord('type');
    if (cursor.acceptWord('validate')) options.validate = true;
    else if (cursor.isWord('distributed', 'io')) {
      const what = `TYPE ${cursor.query.slice(cursor.token.span).toUpperCase()}`;
      cursor.notSupported(
        what,
        cursor.token.span,
        'there is one process and no fragments: write TYPE LOGICAL',
      );
    } else if (!cursor.acceptWord('logical')) cursor.unexpected('write LOGICAL or VALIDATE');
  });
  cursor.expectSymbol(')', 'close the options with )');
  return options;
}
