import { name, type Sql, sql } from '../../dialect/index.js';
import type { Engine, LakeContents } from '../../store/index.js';
import { number, text } from './cells.js';

/** ACCEPT, REJECT, or what a line without an action is: NODATA, SKIPDATA. */
const kind = sql`coalesce(action, log_status, '-')`;

/** What is analysed where several flow logs record the same network interfaces. */
export interface OnceOnly {
  /** The table or view that holds each time of each interface once. */
  readonly table: string;
  readonly interfaces: readonly string[];
  /** Records that are left out because another flow log tells the same. */
  readonly leftOut: number;
}

/** By the longest aggregation interval (EC2 API, CreateFlowLogs): within it each flow log of a busy interface has a record. */
const slice = sql`"start" // 600`;

/**
 * Leaves out what a second flow log of another format or interval repeats: its records are no exact duplicates, so the
 * lake holds both, and every byte would count twice. For each interface, ten minutes and action the flow log with the
 * most fields speaks alone; where it has no record the next one does, so that flow logs of ACCEPT and of REJECT traffic,
 * or of times one after the other, are all read.
 */
export async function recordsOnce(engine: Engine, contents: LakeContents, table: string): Promise<OnceOnly> {
  const untouched = { table, interfaces: [], leftOut: 0 };
  const ranks = rankedSources(contents);
  if (ranks === undefined) return untouched;
  await engine.execute(
    sql`CREATE OR REPLACE TEMP TABLE flow_log_of_source (source_id BIGINT, flow_log BIGINT)`,
  );
  await engine.append('flow_log_of_source', ranks);
  const all = name(table);
  const found = await engine.rows(sql`SELECT interface_id FROM (
    SELECT DISTINCT interface_id, source_id FROM ${all} WHERE log_status IS DISTINCT FROM 'NODATA')
    JOIN flow_log_of_source USING (source_id)
    WHERE interface_id IS NOT NULL GROUP BY interface_id HAVING count(DISTINCT flow_log) > 1 ORDER BY 1`);
  if (found.length === 0) return untouched;
  const interfaces = found.map((row) => text(row.interface_id));
  await keepSpeaking(engine, all, interfaces);
  const [row] = await engine.rows(
    sql`SELECT (SELECT count(*) FROM ${all}) - (SELECT count(*) FROM records_once) AS left_out`,
  );
  const leftOut = number(row?.left_out);
  return leftOut === 0 ? untouched : { table: 'records_once', interfaces, leftOut };
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

async function keepSpeaking(engine: Engine, all: Sql, interfaces: readonly string[]): Promise<void> {
  await engine.execute(sql`CREATE OR REPLACE TEMP TABLE doubly_logged (interface_id VARCHAR)`);
  await engine.append(
    'doubly_logged',
    interfaces.map((id) => [id]),
  );
  await engine.execute(sql`CREATE OR REPLACE TEMP TABLE speaking AS
    SELECT interface_id, ${slice} AS slice, ${kind} AS kind, min(flow_log) AS flow_log
    FROM ${all} JOIN flow_log_of_source USING (source_id)
    WHERE interface_id IN (SELECT interface_id FROM doubly_logged) GROUP BY ALL`);
  await engine.execute(sql`CREATE OR REPLACE TEMP VIEW records_once AS
    SELECT r.* FROM ${all} AS r
    JOIN flow_log_of_source AS f ON f.source_id = r.source_id
    LEFT JOIN speaking AS s
      ON s.interface_id = r.interface_id AND s.slice = ${slice} AND s.kind = ${kind}
    WHERE s.flow_log IS NULL OR s.flow_log = f.flow_log`);
}
