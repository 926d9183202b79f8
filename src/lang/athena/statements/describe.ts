import { defineStatement } from './definition.js';
import { readName, readTableName } from './read.js';
import type { Statement } from './syntax.js';

/** DESCRIBE (Athena User Guide, "DESCRIBE" and "DESCRIBE VIEW"). */
export const describe = defineStatement<Extract<Statement, { kind: 'describe' }>>({
  name: 'DESCRIBE',
  begins: ['describe', 'desc'],
  syntax: 'DESCRIBE [EXTENDED | FORMATTED] table [column]',
  doc: 'Lists the columns of a table or view with their types, then those of its partitions. EXTENDED and FORMATTED also say where it lies and what its properties are.',
  example: 'DESCRIBE vpc_flow_logs',
  parse(cursor, start) {
    const extended = cursor.acceptWord('extended') || cursor.acceptWord('formatted');
    const name = readTableName(cursor);
    if (cursor.isWord('partition')) {
      cursor.notSupported('DESCRIBE of a partition', cursor.token.span, 'write SHOW PARTITIONS table');
    }
    const column = cursor.token.kind === 'word' ? readName(cursor, 'a column') : undefined;
    return { kind: 'describe', name, extended, column, span: cursor.from(start) };
  },
});
