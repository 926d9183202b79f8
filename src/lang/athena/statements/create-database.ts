import { defineStatement } from './definition.js';
import { acceptIfNotExists, readLocation, readName, readProperties } from './read.js';
import type { Statement } from './syntax.js';

/** CREATE DATABASE (Athena User Guide, "CREATE DATABASE"). */
export const createDatabase = defineStatement<Extract<Statement, { kind: 'createDatabase' }>>({
  name: 'CREATE DATABASE',
  begins: ['create database', 'create schema'],
  syntax:
    "CREATE {DATABASE | SCHEMA} [IF NOT EXISTS] database [COMMENT 'text'] [LOCATION 's3://…'] [WITH DBPROPERTIES ('key' = 'value', …)]",
  doc: 'Makes a database, which holds tables and views; `default` is there already.',
  example: 'CREATE DATABASE IF NOT EXISTS audit',
  parse(cursor, start) {
    const ifNotExists = acceptIfNotExists(cursor);
    const name = readName(cursor, 'a database');
    const comment = cursor.acceptWord('comment') ? cursor.string('the comment').value : undefined;
    const location = cursor.acceptWord('location') ? readLocation(cursor) : undefined;
    const properties = cursor.acceptWords('with', 'dbproperties') ? readProperties(cursor) : [];
    return {
      kind: 'createDatabase',
      name,
      ifNotExists,
      comment,
      location,
      properties,
      span: cursor.from(start),
    };
  },
});
