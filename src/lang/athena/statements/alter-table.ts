import type { Cursor } from '../cursor.js';
import { defineStatement } from './definition.js';
import {
  acceptIfExists,
  acceptIfNotExists,
  readColumns,
  readLocation,
  readPartition,
  readProperties,
  readTableName,
} from './read.js';
import type { AddedPartition, AlterAction, Statement } from './syntax.js';

/** ALTER TABLE (Athena User Guide, "ALTER TABLE …", one page for each action). */
export const alterTable = defineStatement<Extract<Statement, { kind: 'alterTable' }>>({
  name: 'ALTER TABLE',
  begins: ['alter table'],
  syntax:
    "ALTER TABLE table {ADD [IF NOT EXISTS] PARTITION (column = 'value', …) [LOCATION 's3://…'] … | DROP [IF EXISTS] PARTITION (…), … | PARTITION (…) RENAME TO PARTITION (…) | ADD COLUMNS (…) | REPLACE COLUMNS (…) | [PARTITION (…)] SET LOCATION 's3://…' | SET TBLPROPERTIES ('key' = 'value', …)}",
  doc: 'Changes a table: its partitions, columns, folder or properties.',
  example:
    "ALTER TABLE flows ADD IF NOT EXISTS PARTITION (day = '2026/09/14') LOCATION 's3://logs/AWSLogs/210987654321/vpcflowlogs/eu-central-1/2026/09/14/'",
  parse(cursor, start) {
    const name = readTableName(cursor);
    return { kind: 'alterTable', name, action: readAction(cursor), span: cursor.from(start) };
  },
});

function readAction(cursor: Cursor): AlterAction {
  if (cursor.acceptWord('add')) {
    if (cursor.acceptWord('columns')) return { kind: 'addColumns', columns: readColumns(cursor) };
    return readAddPartitions(cursor);
  }
  if (cursor.acceptWord('drop')) {
    const ifExists = acceptIfExists(cursor);
    const specs = cursor.list(() => {
      cursor.expectWord('partition');
      return readPartition(cursor);
    });
    return { kind: 'dropPartitions', ifExists, specs };
  }
  if (cursor.acceptWords('replace', 'columns')) {
    return { kind: 'replaceColumns', columns: readColumns(cursor) };
  }
  if (cursor.isWord('change')) {
    cursor.notSupported('CHANGE COLUMN', cursor.token.span, 'write REPLACE COLUMNS with all columns');
  }
  const spec = cursor.acceptWord('partition') ? readPartition(cursor) : undefined;
  if (spec !== undefined && cursor.acceptWords('rename', 'to', 'partition')) {
    return { kind: 'renamePartition', from: spec, to: readPartition(cursor) };
  }
  if (cursor.acceptWords('set', 'location')) {
    return { kind: 'setLocation', spec, location: readLocation(cursor) };
  }
  if (spec === undefined && cursor.acceptWords('set', 'tblproperties')) {
    return { kind: 'setProperties', properties: readProperties(cursor) };
  }
  const known =
    spec === undefined
      ? 'write ADD, DROP, PARTITION, REPLACE COLUMNS, SET LOCATION or SET TBLPROPERTIES here'
      : 'write RENAME TO PARTITION or SET LOCATION here';
  return cursor.unexpected(known);
}

function readAddPartitions(cursor: Cursor): AlterAction {
  const ifNotExists = acceptIfNotExists(cursor);
  const partitions: AddedPartition[] = [];
  do {
    cursor.expectWord('partition');
    const spec = readPartition(cursor);
    partitions.push({ spec, location: cursor.acceptWord('location') ? readLocation(cursor) : undefined });
  } while (cursor.isWord('partition'));
  return { kind: 'addPartitions', ifNotExists, partitions };
}
