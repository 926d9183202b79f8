import { defineStatement } from './definition.js';
import { readTableName } from './read.js';
import type { Statement } from './syntax.js';

/** MSCK REPAIR TABLE (Athena User Guide, "MSCK REPAIR TABLE"): only folders named `column=value` are found. */
export const repairTable = defineStatement<Extract<Statement, { kind: 'repairTable' }>>({
  name: 'MSCK REPAIR TABLE',
  begins: ['msck repair table'],
  syntax: 'MSCK REPAIR TABLE table',
  doc: 'Adds the partitions of all folders named `column=value` below the folder of the table; removes none.',
  example: 'MSCK REPAIR TABLE flows',
  parse: (cursor, start) => ({
    kind: 'repairTable',
    name: readTableName(cursor),
    span: cursor.from(start),
  }),
});
