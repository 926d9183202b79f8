import { allFlowFields, defaultFormat, type FlowField, fieldByLogName, flowLogGroup } from '../flow/index.js';
import { build, type Expr, type StoredTexts } from '../plan/index.js';

const { and, call, cases, coalesce, col, ge, inList, le, lit, or } = build;

/** A log format that records came in: its fields by their names in `LogFormat`, in their order. */
export interface RecordFormat {
  readonly fields: readonly string[];
  /** The sources that have this format; without it, all sources do. */
  readonly sourceIds?: readonly number[];
}

/** A lookup table: the names of its columns, and its rows as texts. */
export interface LookupTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A log group beside the flow logs. */
export interface EventGroup {
  readonly name: string;
  /** Names of the fields that were discovered in its events; undefined when not all are known. */
  readonly fields: readonly string[] | undefined;
  /** First and last time of its events in Unix milliseconds, where it is known. */
  readonly span?: { readonly start: number; readonly end: number };
}

/** The text of an event that is a JSON object or list, else null, in terms of the columns of `events`. */
export const eventJson: Expr = cases([[col('is_json'), col('message')]]);

/** What a query runs over: the table with one column for each flow field, and the formats behind it. */
export interface QuerySource {
  /** Table or view of the engine; default `records`. */
  readonly table: string;
  /** Default is the default format of version 2. */
  readonly formats: readonly RecordFormat[];
  /** Name of the log group shown in `@log`; default `flow-logs`. */
  readonly logGroup: string;
  /** Whether any record came from CloudWatch Logs and has a log stream of its own; default true. */
  readonly hasLogStreams: boolean;
  /** Log groups beside the flow logs; default none. */
  readonly groups: readonly EventGroup[];
  /** Names of the groups that a query of Logs Insights reads when it does not say so itself; default is the flow logs. */
  readonly chosen: readonly string[];
  /** Table or view with the events of these groups; default `events`. */
  readonly eventTable: string;
  /** Lookup tables by their names; default none. */
  readonly tables: ReadonlyMap<string, LookupTable>;
  /** The time range of the query in Unix milliseconds, both ends in it; default none, which is all records. */
  readonly range: { readonly start?: number; readonly end?: number };
  /** First and last time of the records in Unix milliseconds, where it is known. */
  readonly span?: { readonly start: number; readonly end: number };
}

export function querySource(given: Partial<QuerySource> = {}): QuerySource {
  return {
    table: given.table ?? 'records',
    formats: given.formats && given.formats.length > 0 ? given.formats : [{ fields: defaultFormat }],
    logGroup: given.logGroup ?? flowLogGroup,
    hasLogStreams: given.hasLogStreams ?? true,
    groups: given.groups ?? [],
    chosen: given.chosen ?? [],
    eventTable: given.eventTable ?? 'events',
    tables: given.tables ?? new Map(),
    range: given.range ?? {},
    ...(given.span === undefined ? {} : { span: given.span }),
  };
}

/** The fields that at least one format has: those of the default format first and in its order, then the others. */
export function presentFields(source: QuerySource): readonly FlowField[] {
  const names = new Set(source.formats.flatMap((format) => format.fields));
  const first = defaultFormat.filter((name) => names.has(name));
  const rest = [...names].filter((name) => !defaultFormat.includes(name));
  return [...first, ...rest].map(fieldByLogName).filter((field) => field !== undefined);
}

export function isTextField(field: FlowField): boolean {
  return field.type === 'text' || field.type === 'ip';
}

/**
 * The value of a field as a text table shows it: `-` for a text that the record left out, null for a number, and null
 * where the source's format does not have the field at all; a region that is lacking is that of the path (Athena User Guide, "Querying VPC flow logs": the table is
 * read by LazySimpleSerDe, which leaves `-` as it is in a string column and cannot read it as a number).
 */
export function shownValue(field: FlowField, source: QuerySource): Expr {
  const column = col(field.column);
  if (!isTextField(field)) return column;
  const having = source.formats.filter((format) => format.fields.includes(field.log));
  const place = isPlaceField(field) ? col('lake_region') : undefined;
  if (having.length === 0) return place ?? lit(null, 'varchar');
  const shown = coalesce(column, lit('-'));
  if (having.length === source.formats.length) return shown;
  return place === undefined
    ? cases([[ofFormats(having), shown]])
    : cases([[ofFormats(having), shown]], place);
}

/**
 * Whether a source's path says what its format may lack. The region does (a partition of the documented tables, Athena User
 * Guide); the account does not: a record names the owner of its interface, a path the owner of the flow log.
 */
export function isPlaceField(field: FlowField): boolean {
  return field.name === 'region';
}

/** Account or region as the folders of a bucket have it; that of the record where the path says nothing. */
export function partitionValue(name: 'accountId' | 'region'): Expr {
  return name === 'region'
    ? coalesce(col('lake_region'), col('region'))
    : coalesce(col('lake_account'), col('account_id'));
}

function ofFormats(formats: readonly RecordFormat[]): Expr {
  if (formats.some((format) => format.sourceIds === undefined)) return lit(true);
  const ids = formats.flatMap((format) => format.sourceIds ?? []).sort((a, b) => a - b);
  const runs = runsOf(ids);
  const id = col('source_id');
  // Sources of one format mostly stand in a row, and a lake may have thousands of them.
  const tests = runs.filter(({ from, to }) => to > from).map(({ from, to }) => and(ge(id, from), le(id, to)));
  const single = runs.filter(({ from, to }) => to === from).map(({ from }) => from);
  return or(...tests, ...(single.length === 0 && tests.length > 0 ? [] : [inList(id, single)]));
}

/** Numbers in ascending order as runs without gaps. */
function runsOf(ids: readonly number[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const id of ids) {
    const last = runs.at(-1);
    if (last !== undefined && id <= last.to + 1) last.to = id;
    else runs.push({ from: id, to: id });
  }
  return runs;
}

/**
 * The column to group by for a shown address: an address is never stored as `-`, so its groups are those of the bare
 * column, and engines group stored texts twice as fast as computed ones. Undefined for any other value.
 */
export function groupingColumn(shown: Expr, address: Expr | undefined): Expr | undefined {
  if (address?.kind !== 'column' || shown.kind !== 'call' || shown.func !== 'coalesce') return undefined;
  const [column] = shown.args;
  const isBare = column?.kind === 'column' && column.name === address.name && shown.args.length === 2;
  return isBare ? address : undefined;
}

/** A grouped address as it is shown. */
export function shownAddress(column: Expr): Expr {
  return coalesce(column, lit('-'));
}

/** What `shownValue` shows of texts is never stored so: taking in reads `-` as null, whatever the source. */
export function storedTexts({ table }: QuerySource): StoredTexts {
  const columns = new Set(allFlowFields.filter(isTextField).map((field) => field.column));
  return { table, columns, placeholder: '-' };
}

/** The record's line, built again from its columns in the order of its source's format. */
export function messageOf(source: QuerySource): Expr {
  const lines = source.formats.map((format) => [format, lineOf(format)] as const);
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return only[1];
  return cases(lines.map(([format, line]) => [ofFormats([format]), line] as const));
}

function lineOf(format: RecordFormat): Expr {
  const parts = format.fields.map((name) => {
    const field = fieldByLogName(name);
    if (field === undefined) return lit('-');
    const column = col(field.column);
    return coalesce(isTextField(field) ? column : build.cast(column, 'varchar'), lit('-'));
  });
  return call('joinWith', lit(' '), ...parts);
}
