import { build, type Plan } from '../../plan/index.js';
import type { LakeContents } from '../../store/index.js';
import { number, text } from './cells.js';
import type { AnalysisEngine, FilledTable } from './engine.js';

const { agg, and, asc, call, coalesce, col, eq, gt, isNull, isPresent, keep, left, lit, not, or } = build;
const { Query, right, scan } = build;

type Column = (name: string) => ReturnType<typeof col>;

/** ACCEPT, REJECT, or what a line without an action is: NODATA, SKIPDATA. */
const kind = (of: Column) => coalesce(of('action'), of('log_status'), lit('-'));

/** What is analysed where several flow logs record the same network interfaces. */
export interface OnceOnly {
  /** The table or view that holds each time of each interface once. */
  readonly table: string;
  readonly interfaces: readonly string[];
  /** Records that are left out because another flow log tells the same. */
  readonly leftOut: number;
}

/** By the longest aggregation interval (EC2 API, CreateFlowLogs): within it each flow log of a busy interface has a record. */
const slice = (of: Column) => call('divideInteger', of('start'), 600);

const flowLogs: FilledTable = {
  name: 'flow_log_of_source',
  columns: [
    ['source_id', 'BIGINT'],
    ['flow_log', 'BIGINT'],
  ],
};
const doublyLogged: FilledTable = { name: 'doubly_logged', columns: [['interface_id', 'VARCHAR']] };

/**
 * Leaves out what a second flow log of another format or interval repeats: its records are no exact duplicates, so the
 * lake holds both, and every byte would count twice. For each interface, ten minutes and action the flow log with the
 * most fields speaks alone; where it has no record the next one does, so that flow logs of ACCEPT and of REJECT traffic,
 * or of times one after the other, are all read.
 */
export async function recordsOnce(
  engine: AnalysisEngine,
  contents: LakeContents,
  table: string,
): Promise<OnceOnly> {
  const untouched = { table, interfaces: [], leftOut: 0 };
  const ranks = rankedSources(contents);
  if (ranks === undefined) return untouched;
  await engine.fill(flowLogs, ranks);
  const interfaces = (await engine.rows(doublyLoggedPlan(table))).map((row) => text(row.interface_id));
  if (interfaces.length === 0) return untouched;
  await engine.fill(
    doublyLogged,
    interfaces.map((id) => [id]),
  );
  await engine.keep({ name: 'speaking', plan: speakingPlan(table) });
  await engine.define('records_once', oncePlan(table));
  const leftOut = (await countOf(engine, table)) - (await countOf(engine, 'records_once'));
  return leftOut === 0 ? untouched : { table: 'records_once', interfaces, leftOut };
}

async function countOf(engine: AnalysisEngine, table: string): Promise<number> {
  const [row] = await engine.rows(scan(table).aggregate({}, { rows: agg('count') }).plan);
  return number(row?.rows);
}

/** Sources with the place of their flow log, that of most fields first; undefined when there is only one flow log. */
function rankedSources(contents: LakeContents): [sourceId: number, rank: number][] | undefined {
  const fieldCount = (key: string) => key.split(' ').length;
  const keyed = contents.sources.map(
    ({ sourceId, fields, flowLogId }) => [sourceId, `${fields}\n${flowLogId ?? ''}`] as const,
  );
  const keys = [...new Set(keyed.map(([, key]) => key))].sort(
    (a, b) => fieldCount(b) - fieldCount(a) || (a < b ? -1 : 1),
  );
  if (keys.length < 2) return undefined;
  const rankOf = new Map(keys.map((key, rank) => [key, rank]));
  return keyed.map(([sourceId, key]) => [sourceId, rankOf.get(key) ?? 0]);
}

/** Interfaces that several flow logs record. */
function doublyLoggedPlan(table: string): Plan {
  return scan(table)
    .filter(not(call('same', col('log_status'), lit('NODATA'))), isPresent(col('interface_id')))
    .project(keep('interface_id', 'source_id'))
    .distinct()
    .join('inner', scan(flowLogs.name), eq(left('source_id'), right('source_id')), {
      interface_id: left('interface_id'),
      flow_log: right('flow_log'),
    })
    .distinct()
    .aggregate(keep('interface_id'), { flow_logs: agg('count') })
    .filter(gt(col('flow_logs'), 1))
    .sort(asc(col('interface_id'))).plan;
}

/** Which flow log speaks for each slice and kind of line of the interfaces that several record. */
function speakingPlan(table: string): Plan {
  return scan(table)
    .only('semi', scan(doublyLogged.name), eq(left('interface_id'), right('interface_id')))
    .join('inner', scan(flowLogs.name), eq(left('source_id'), right('source_id')), {
      interface_id: left('interface_id'),
      slice: slice(left),
      kind: kind(left),
      flow_log: right('flow_log'),
    })
    .aggregate(keep('interface_id', 'slice', 'kind'), { flow_log: agg('min', [col('flow_log')]) }).plan;
}

/** The records of the flow logs that speak, and all of those for which none does; with the flow log beside each. */
function oncePlan(table: string): Plan {
  const ofFlowLog: Plan = {
    kind: 'join',
    type: 'inner',
    left: scan(table).plan,
    right: scan(flowLogs.name).plan,
    on: eq(left('source_id'), right('source_id')),
    columns: [{ name: 'own_flow_log', expr: right('flow_log') }],
    allLeft: true,
  };
  const withSpeaker: Plan = {
    kind: 'join',
    type: 'left',
    left: ofFlowLog,
    right: scan('speaking').plan,
    on: and(
      eq(left('interface_id'), right('interface_id')),
      eq(slice(left), right('slice')),
      eq(kind(left), right('kind')),
    ),
    columns: [{ name: 'speaking_flow_log', expr: right('flow_log') }],
    allLeft: true,
  };
  const speaker = col('speaking_flow_log');
  return new Query(withSpeaker).filter(or(isNull(speaker), eq(speaker, col('own_flow_log')))).plan;
}
