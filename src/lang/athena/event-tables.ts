import {
  type EventLogKind,
  type EventMembers,
  type EventType,
  eventLogKinds,
  eventLogSpec,
} from '../../flow/index.js';
import { build, type Expr, type Plan } from '../../plan/index.js';
import { eventJson, type QuerySource } from '../source.js';
import { lambda, newParameter, withValue } from './lambda.js';
import { arrayOf, rowOf } from './nested-types.js';
import type { TableColumn } from './table.js';
import type { Lowered } from './types.js';

const { call, cases, cast, col, eq, isPresent, lit, scan } = build;

/** A table of events that are JSON, with a column for each member of the objects. */
export interface EventTable {
  readonly plan: Plan;
  readonly columns: readonly TableColumn[];
}

const kindsByTable = new Map(
  eventLogKinds.flatMap((kind) => eventLogSpec(kind).tables.map((table) => [table, kind] as const)),
);

/** The table of this name, in lower case; undefined for any other, which is one of flow logs. */
export function eventTableNamed(
  name: string,
  source: Pick<QuerySource, 'eventTable'>,
): EventTable | undefined {
  const kind = kindsByTable.get(name);
  if (kind === undefined) return undefined;
  const json = 'event_json';
  const rows = scan(source.eventTable)
    .filter(eq(col('kind'), lit(kind)))
    .extend({ [json]: eventJson });
  const { members } = eventLogSpec(kind);
  const columns = Object.entries(members).map(([member, type]): TableColumn => {
    return {
      name: member.toLowerCase(),
      value: memberValue(type, col(json), [member]),
      shown: true,
      costly: true,
    };
  });
  return { plan: rows.plan, columns: [...columns, ...partitions(kind, col(json))] };
}

/** Partition columns of the documented tables with projection. */
function partitions(kind: EventLogKind, json: Expr): TableColumn[] {
  const day = call('formatTime', call('fromUnixMillis', col('timestamp')), lit('%Y/%m/%d'));
  const date: TableColumn = { name: 'date', value: { type: 'varchar', expr: day }, shown: false };
  if (kind !== 'resolver') return [date];
  return [date, { name: 'vpc', value: memberValue('text', json, ['vpc_id']), shown: false }];
}

/**
 * The value at a place of a JSON object, as the SerDe reads it (Athena User Guide, "JSON SerDe libraries"): a number may be
 * written as a text; what is of another type is NULL, and so is what is not there. A row is read member by member, so that
 * only those that a query names are read.
 */
function memberValue(type: EventType, json: Expr, steps: readonly string[]): Lowered {
  const scalar = call('jsonScalarAt', json, pointer(steps));
  switch (type) {
    case 'text':
      return { type: 'varchar', expr: scalar };
    case 'int':
      return { type: 'integer', expr: cast(scalar, 'integer', true) };
    case 'long':
      return { type: 'bigint', expr: cast(scalar, 'bigint', true) };
    case 'boolean':
      return { type: 'boolean', expr: cast(scalar, 'boolean', true) };
  }
  if ('at' in type) return memberValue('text', json, [...steps.slice(0, -1), ...type.at]);
  const structure = call('jsonStructureAt', json, pointer(steps));
  if ('row' in type) return rowValue(type.row, json, steps, isPresent(structure));
  return listValue(type.list, structure);
}

function pointer(steps: readonly string[]): Expr {
  return lit(steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
}

function rowValue(members: EventMembers, json: Expr, steps: readonly string[], isThere: Expr): Lowered {
  const names = Object.keys(members);
  const fields = Object.entries(members).map(([member, type]) => memberValue(type, json, [...steps, member]));
  const type = rowOf(fields.map((field, index) => ({ name: names[index]?.toLowerCase(), type: field.type })));
  return { type, expr: cases([[isThere, call('rowList', ...fields.map((field) => field.expr))]]), fields };
}

/** The list is looked at once and then taken apart: each look at a place of the event parses all of it. */
function listValue(element: EventType, structure: Expr): Lowered {
  const each = newParameter('varchar');
  const isRow = typeof element === 'object' && 'row' in element;
  const value = isRow
    ? rowValue(element.row, each.expr, [], call('startsWith', each.expr, lit('{')))
    : memberValue(element, each.expr, []);
  const type = arrayOf(value.type);
  const expr = withValue(structure, 'varchar', (list) => {
    const elements = call('arrayTransform', call('jsonElements', list.expr), lambda([each], value.expr));
    return cases([[isPresent(list.expr), elements]]);
  });
  return { type, expr };
}
