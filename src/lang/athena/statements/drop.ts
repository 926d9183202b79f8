import { defineStatement } from './definition.js';
import { acceptIfExists, readName, readQueryTableName, readTableName } from './read.js';
import type { Statement } from './syntax.js';

/** DROP DATABASE (Athena User Guide, "DROP DATABASE"). */
export const dropDatabase = defineStatement<Extract<Statement, { kind: 'dropDatabase' }>>({
  name: 'DROP DATABASE',
  begins: ['drop database', 'drop schema'],
  syntax: 'DROP {DATABASE | SCHEMA} [IF EXISTS] database [RESTRICT | CASCADE]',
  doc: 'Forgets a database; one with tables only with CASCADE. Files stay, except those that CREATE TABLE AS wrote into the lake.',
  example: 'DROP DATABASE IF EXISTS audit CASCADE',
  parse(cursor, start) {
    const ifExists = acceptIfExists(cursor);
    const name = readName(cursor, 'a database');
    const cascade = cursor.acceptWord('cascade');
    if (!cascade) cursor.acceptWord('restrict');
    return { kind: 'dropDatabase', name, ifExists, cascade, span: cursor.from(start) };
  },
});

/** DROP TABLE (Athena User Guide, "DROP TABLE"): the files of an external table stay. */
export const dropTable = defineStatement<Extract<Statement, { kind: 'dropTable' }>>({
  name: 'DROP TABLE',
  begins: ['drop table'],
  syntax: 'DROP TABLE [IF EXISTS] table',
  doc: 'Forgets a table. Its files stay, except those that CREATE TABLE AS wrote into the lake.',
  example: 'DROP TABLE IF EXISTS flows',
  parse(cursor, start) {
    const ifExists = acceptIfExists(cursor);
    return { kind: 'dropTable', name: readTableName(cursor), ifExists, span: cursor.from(start) };
  },
});

/** DROP VIEW (Athena User Guide, "DROP VIEW"). */
export const dropView = defineStatement<Extract<Statement, { kind: 'dropView' }>>({
  name: 'DROP VIEW',
  begins: ['drop view'],
  quoting: 'trino',
  syntax: 'DROP VIEW [IF EXISTS] view',
  doc: 'Forgets a view.',
  example: 'DROP VIEW IF EXISTS rejects',
  parse(cursor, start) {
    const ifExists = acceptIfExists(cursor);
    return {
      kind: 'dropView',
      name: readQueryTableName(cursor),
      ifExists,
      span: cursor.from(start),
    };
  },
});
