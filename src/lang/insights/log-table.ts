import { allFlowFields, eventColumnTypes, lakeColumns, placeColumns } from '../../flow/index.js';
import { build, type Expr, type SortKey } from '../../plan/index.js';
import { type EventGroup, eventJson, presentFields, type QuerySource } from '../source.js';
import { discoveredField, eventSystemField } from './event-fields.js';
import {
  fieldNames,
  flowFieldNamed,
  flowFieldValue,
  isPresentField,
  systemFieldNamed,
  systemFields,
  systemFieldValue,
  tieBreakColumns,
} from './fields.js';
import { isStart } from './order.js';
import type { Value } from './value.js';

const { asc, col, desc, inList, Query, scan } = build;

/** The events that a query reads: where they stand in the engine, and what their fields are. */
export interface LogTable {
  readonly isFlowLog: boolean;
  readonly rows: InstanceType<typeof Query>;
  /** Columns of the rows; a query's own get other names. */
  readonly columns: readonly string[];
  /** What a name stands for; undefined when no event has the field. */
  readonly field: (name: string) => Value | undefined;
  /** Every field that the events have, for `fields` without names. */
  readonly allFields: readonly string[];
  /** Names to suggest for one that is in no event. */
  readonly suggestions: readonly string[];
  /** Why a name that is known is in no event; undefined when it is not known. */
  readonly whyAbsent: (name: string) => string | undefined;
  /** The order of events when the query names none: newest first. */
  readonly newest: readonly SortKey[];
  /** Whether a value is the time by which that order begins. */
  readonly isTime: (expr: Expr) => boolean;
  /** The column of that time, when it is in each row and the engine keeps its range for pieces of a file. */
  readonly timeColumn: string | undefined;
  /** First and last time of the events in Unix milliseconds, where it is known. */
  readonly span: QuerySource['span'];
  /** The condition that an event is of one of these accounts. */
  readonly ofAccounts: (accounts: readonly string[]) => Expr;
}

const shownSystemFields = systemFields.filter((name) => name !== '@ptr');

/** The flow logs of the lake. */
export function flowLogTable(source: QuerySource): LogTable {
  return {
    isFlowLog: true,
    rows: scan(source.table),
    columns: [...allFlowFields, ...lakeColumns, ...placeColumns].map((each) => each.column),
    field: (name) => {
      const system = systemFieldNamed(name);
      if (system !== undefined) return systemFieldValue(system, source);
      const field = flowFieldNamed(name);
      if (field === undefined || !isPresentField(field, source)) return undefined;
      return flowFieldValue(field, source);
    },
    allFields: [...shownSystemFields, ...presentFields(source).flatMap((field) => field.insights)],
    suggestions: fieldNames,
    whyAbsent: (name) =>
      flowFieldNamed(name) === undefined
        ? whyNoEntity(name)
        : `The format of these logs does not have \`${name}\`, so it is missing in every event.`,
    newest: [desc(col('start')), desc(col('end')), ...tieBreakColumns.map((column) => asc(col(column)))],
    isTime: isStart,
    timeColumn: source.formats.every((format) => format.fields.includes('start')) ? 'start' : undefined,
    span: source.span,
    ofAccounts: (accounts) => inList(col('account_id'), accounts),
  };
}

/** The event's text when it is JSON; each field is read from it when it is named. */
const jsonColumn = 'event_json';

/** Events of other log groups, of `kinds` only where they are given. */
export function eventTable(
  source: QuerySource,
  groups: readonly EventGroup[],
  kinds: readonly string[] | undefined,
): LogTable {
  const wanted = [
    inList(
      col('log_group'),
      groups.map((group) => group.name),
    ),
  ];
  if (kinds !== undefined) wanted.push(inList(col('kind'), kinds));
  const names = discoveredNames(groups);
  return {
    isFlowLog: false,
    rows: scan(source.eventTable)
      .filter(...wanted)
      .extend({ [jsonColumn]: eventJson }),
    columns: [...eventColumnTypes.map((each) => each.column), jsonColumn],
    field: (name) => {
      const system = systemFieldNamed(name);
      return system === undefined
        ? discoveredField(name, col(jsonColumn), names)
        : eventSystemField(system, col(jsonColumn));
    },
    allFields: [...shownSystemFields, ...(names ?? [])],
    suggestions: [...systemFields, ...(names ?? [])],
    whyAbsent: whyNoEntity,
    newest: [desc(col('timestamp')), asc(col('source_id')), desc(col('position'))],
    isTime: (expr) => {
      const [column] = expr.kind === 'call' && expr.func === 'fromUnixMillis' ? expr.args : [expr];
      return column?.kind === 'column' && column.name === 'timestamp';
    },
    timeColumn: undefined,
    span: spanOf(groups),
    ofAccounts: (accounts) => inList(col('account'), accounts),
  };
}

/** Who sends an event may add an entity to it; files and pages of events do not say which (API reference, `PutLogEvents`). */
function whyNoEntity(name: string): string | undefined {
  if (!/^@entity(\.|$)/i.test(name)) return undefined;
  return `Logs do not carry the entity that CloudWatch Logs keeps beside an event, so \`${name}\` is missing in every event here.`;
}

function spanOf(groups: readonly EventGroup[]): QuerySource['span'] {
  const spans = groups.flatMap((group) => group.span ?? []);
  if (spans.length === 0) return undefined;
  const start = Math.min(...spans.map((span) => span.start));
  return { start, end: Math.max(...spans.map((span) => span.end)) };
}

/** Undefined when not all names of a group are known. */
function discoveredNames(groups: readonly EventGroup[]): readonly string[] | undefined {
  const lists = groups.map((group) => group.fields);
  return lists.every((list) => list !== undefined) ? [...new Set(lists.flat())].sort() : undefined;
}
