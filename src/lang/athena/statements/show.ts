import type { Cursor } from '../cursor.js';
import type { Identifier } from '../syntax.js';
import { defineStatement } from './definition.js';
import { readName, readTableName } from './read.js';
import type { Statement, TableName } from './syntax.js';

/** SHOW DATABASES (Athena User Guide, "SHOW DATABASES"). */
export const showDatabases = defineStatement<Extract<Statement, { kind: 'showDatabases' }>>({
  name: 'SHOW DATABASES',
  begins: ['show databases', 'show schemas'],
  syntax: "SHOW {DATABASES | SCHEMAS} [LIKE 'pattern']",
  doc: 'Lists the databases.',
  example: 'SHOW DATABASES',
  parse: (cursor, start) => ({
    kind: 'showDatabases',
    pattern: readPattern(cursor),
    span: cursor.from(start),
  }),
});

/** SHOW TABLES (Athena User Guide, "SHOW TABLES"). */
export const showTables = defineStatement<Extract<Statement, { kind: 'showTables' | 'showViews' }>>({
  name: 'SHOW TABLES',
  begins: ['show tables'],
  syntax: "SHOW TABLES [IN database] ['pattern']",
  doc: 'Lists the tables and views of a database, `default` without its name. In the pattern `*` stands for any text and `|` for a choice.',
  example: "SHOW TABLES '*flow*'",
  parse(cursor, start) {
    const database = readDatabase(cursor);
    return { kind: 'showTables', database, pattern: readPattern(cursor), span: cursor.from(start) };
  },
});

/** SHOW VIEWS (Athena User Guide, "SHOW VIEWS"). */
export const showViews = defineStatement<Extract<Statement, { kind: 'showTables' | 'showViews' }>>({
  name: 'SHOW VIEWS',
  begins: ['show views'],
  syntax: "SHOW VIEWS [IN database] [LIKE 'pattern']",
  doc: 'Lists the views of a database.',
  example: 'SHOW VIEWS',
  parse(cursor, start) {
    const database = readDatabase(cursor);
    return { kind: 'showViews', database, pattern: readPattern(cursor), span: cursor.from(start) };
  },
});

/** SHOW COLUMNS (Athena User Guide, "SHOW COLUMNS"). */
export const showColumns = defineStatement<Extract<Statement, { kind: 'showColumns' }>>({
  name: 'SHOW COLUMNS',
  begins: ['show columns'],
  syntax: 'SHOW COLUMNS {IN | FROM} table [{IN | FROM} database]',
  doc: 'Lists the columns of a table or view, those of its partitions last.',
  example: 'SHOW COLUMNS IN vpc_flow_logs',
  parse(cursor, start) {
    if (!cursor.acceptWord('in') && !cursor.acceptWord('from')) cursor.unexpected('write IN and the table');
    const name = readTableName(cursor);
    const database = readDatabase(cursor);
    const full: TableName = database === undefined ? name : { ...name, database };
    return { kind: 'showColumns', name: full, span: cursor.from(start) };
  },
});

/** SHOW PARTITIONS (Athena User Guide, "SHOW PARTITIONS"). */
export const showPartitions = defineStatement<Extract<Statement, { kind: 'showPartitions' }>>({
  name: 'SHOW PARTITIONS',
  begins: ['show partitions'],
  syntax: 'SHOW PARTITIONS table',
  doc: 'Lists the partitions that were added; on AWS those of partition projection are not listed, and neither are they here.',
  example: 'SHOW PARTITIONS flows',
  parse: (cursor, start) => ({
    kind: 'showPartitions',
    name: readTableName(cursor),
    span: cursor.from(start),
  }),
});

/** SHOW CREATE TABLE (Athena User Guide, "SHOW CREATE TABLE"). */
export const showCreateTable = defineStatement<
  Extract<Statement, { kind: 'showCreateTable' | 'showCreateView' }>
>({
  name: 'SHOW CREATE TABLE',
  begins: ['show create table'],
  syntax: 'SHOW CREATE TABLE table',
  doc: 'Prints the statement that makes the table.',
  example: 'SHOW CREATE TABLE flows',
  parse: (cursor, start) => ({
    kind: 'showCreateTable',
    name: readTableName(cursor),
    span: cursor.from(start),
  }),
});

/** SHOW CREATE VIEW (Athena User Guide, "SHOW CREATE VIEW"). */
export const showCreateView = defineStatement<
  Extract<Statement, { kind: 'showCreateTable' | 'showCreateView' }>
>({
  name: 'SHOW CREATE VIEW',
  begins: ['show create view'],
  syntax: 'SHOW CREATE VIEW view',
  doc: 'Prints the statement that makes the view.',
  example: 'SHOW CREATE VIEW vpc_flow_logs_v2_old',
  parse: (cursor, start) => ({
    kind: 'showCreateView',
    name: readTableName(cursor, 'a view'),
    span: cursor.from(start),
  }),
});

/** SHOW TBLPROPERTIES (Athena User Guide, "SHOW TBLPROPERTIES"). */
export const showProperties = defineStatement<Extract<Statement, { kind: 'showProperties' }>>({
  name: 'SHOW TBLPROPERTIES',
  begins: ['show tblproperties'],
  syntax: "SHOW TBLPROPERTIES table [('key')]",
  doc: 'Lists the properties of a table, or one of them.',
  example: 'SHOW TBLPROPERTIES flows',
  parse(cursor, start) {
    const name = readTableName(cursor);
    let key: string | undefined;
    if (cursor.acceptSymbol('(') !== undefined) {
      key = cursor.string('a property').value;
      cursor.expectSymbol(')', 'close the property with )');
    }
    return { kind: 'showProperties', name, key, span: cursor.from(start) };
  },
});

function readDatabase(cursor: Cursor): Identifier | undefined {
  const named = cursor.acceptWord('in') || cursor.acceptWord('from');
  return named ? readName(cursor, 'a database') : undefined;
}

function readPattern(cursor: Cursor): string | undefined {
  if (!cursor.acceptWord('like') && cursor.token.kind !== 'string') return undefined;
  return cursor.string('a pattern').value;
}
