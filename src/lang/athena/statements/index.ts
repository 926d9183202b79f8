import { alterTable } from './alter-table.js';
import { createDatabase } from './create-database.js';
import { createTable } from './create-table.js';
import { createTableAs } from './create-table-as.js';
import { createView } from './create-view.js';
import type { AnyStatement } from './definition.js';
import { describe } from './describe.js';
import { dropDatabase, dropTable, dropView } from './drop.js';
import { explain } from './explain.js';
import { insert } from './insert.js';
import { deallocate, execute, prepare } from './prepared.js';
import { repairTable } from './repair-table.js';
import { select } from './select.js';
import {
  showColumns,
  showCreateTable,
  showCreateView,
  showDatabases,
  showPartitions,
  showProperties,
  showTables,
  showViews,
} from './show.js';
import { unload } from './unload.js';

/** Every statement that is read, in the order of the reference page. */
export const statements: readonly AnyStatement[] = [
  select,
  explain,
  prepare,
  execute,
  deallocate,
  createDatabase,
  createTable,
  createTableAs,
  createView,
  alterTable,
  repairTable,
  insert,
  unload,
  dropDatabase,
  dropTable,
  dropView,
  showDatabases,
  showTables,
  showViews,
  showColumns,
  showPartitions,
  showCreateTable,
  showCreateView,
  showProperties,
  describe,
];

/** Statements of Athena or Trino that are refused, with the reason. */
export const refusedStatements: Readonly<Record<string, string>> = {
  delete: 'Athena deletes rows of Iceberg tables only, and there are none here',
  update: 'Athena updates rows of Iceberg tables only, and there are none here',
  merge: 'Athena merges into Iceberg tables only, and there are none here',
  optimize: 'it rewrites Iceberg tables, and there are none here',
  vacuum: 'it rewrites Iceberg tables, and there are none here',
  truncate: 'Athena does not have it; DROP TABLE and CREATE TABLE take its place',
  use: 'Athena does not have it; write the database before the table',
  set: 'Athena does not have sessions',
  grant: 'there are no users here',
  revoke: 'there are no users here',
  analyze: 'statistics are read from the files',
  call: 'there are no procedures here',
  start: 'there are no transactions here',
  commit: 'there are no transactions here',
  rollback: 'there are no transactions here',
};
