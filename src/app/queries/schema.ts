import { allFlowFields } from '../../flow/index.js';
import type { LakeContents } from '../../store/index.js';
import type { Table } from '../report/index.js';
import { openingFields, type RelationName } from './relations.js';

/** The fields that a relation has in this lake, with their names in both languages. */
export function fieldTable(contents: LakeContents, relation: RelationName): Table {
  const logged = new Set(contents.fields.filter(({ share }) => share > 0).map(({ column }) => column));
  const isThere = (field: (typeof allFlowFields)[number]) =>
    relation === 'records'
      ? logged.has(field.column)
      : (openingFields as readonly string[]).includes(field.log);
  const rows = allFlowFields
    .filter(isThere)
    .map((field) => [
      field.column === 'end' ? '"end"' : field.column,
      field.insights.join(', '),
      field.type,
      field.doc,
    ]);
  return {
    columns: [
      { key: 'athena', title: 'Athena SQL', kind: 'text', weight: 9 },
      { key: 'insights', title: 'Logs Insights', kind: 'text', weight: 9 },
      { key: 'type', title: 'Type', kind: 'text', weight: 6 },
      { key: 'doc', title: 'What it is', kind: 'text', weight: 3 },
    ],
    rows,
    total: rows.length,
  };
}
