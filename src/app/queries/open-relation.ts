import { join, resolve } from 'node:path';
import { assert } from '../../base/index.js';
import { duckdb, name, printPlan, sql, writtenOut } from '../../dialect/index.js';
import { build, type Plan } from '../../plan/index.js';
import { createRecordsView, Engine, type LakeContents, worldFailure } from '../../store/index.js';
import { EmbeddedEngine } from '../analysis/index.js';
import { type AnalyzeRequest, openAnalysis, takeNamedLogs } from '../analyze.js';
import type { IngestReport } from '../ingest.js';
import type { QueryRequest } from '../query.js';
import type { Setting } from '../setting.js';
import { loadWorkspace } from '../workspace/index.js';
import { openingFields, type RelationName, relationPlan } from './relations.js';

/** A relation that can be asked. Close it after use. */
export interface OpenRelation {
  /** What a query request needs of it. */
  readonly place: Pick<QueryRequest, 'engine' | 'contents' | 'source'> & { readonly engine: Engine };
  readonly contents: LakeContents;
  /** What was taken in before; null when no paths were given. */
  readonly ingest: IngestReport | null;
  /** What the analysis was told; undefined for the records, which need none. */
  readonly setting: Setting | undefined;
  close(): Promise<void>;
}

/**
 * Opens what a question is asked of, in the time from `fromTime` to `toTime` when these are given. With paths the logs
 * are taken in first, and only they are asked; without, the lake is. Any other relation than `records` runs the analysis.
 */
export async function openRelation(relation: RelationName, request: AnalyzeRequest): Promise<OpenRelation> {
  return relation === 'records' ? openRecords(request) : openFound(relation, request);
}

async function openRecords(request: AnalyzeRequest): Promise<OpenRelation> {
  const lakePath = await lakePathOf(request);
  const ingest = await takeNamedLogs(request, lakePath);
  const engine = await Engine.open({
    ...(request.memoryLimit === undefined ? {} : { memoryLimit: request.memoryLimit }),
    ...(request.threads === undefined ? {} : { threads: request.threads }),
  });
  try {
    const only = ingest === null ? {} : { sourceIds: ingest.sourceIds };
    const contents = await createRecordsView(engine, lakePath, only);
    const source = await recordsInTime(engine, request);
    return {
      place: { engine, contents, source },
      contents,
      ingest,
      setting: undefined,
      close: closing(engine),
    };
  } catch (cause) {
    engine.close();
    throw worldFailure(cause, lakePath);
  }
}

async function lakePathOf(request: AnalyzeRequest): Promise<string> {
  if (request.lake !== undefined) return resolve(request.lake);
  const workspace = await loadWorkspace(request.from);
  return join(workspace?.folder ?? request.from ?? process.cwd(), '.sluice');
}

async function recordsInTime(
  engine: Engine,
  { fromTime, toTime }: AnalyzeRequest,
): Promise<{ table?: string }> {
  if (fromTime === undefined && toTime === undefined) return {};
  const { col, ge, lt, scan } = build;
  const bounds = [
    ...(fromTime === undefined ? [] : [ge(col('start'), fromTime)]),
    ...(toTime === undefined ? [] : [lt(col('start'), toTime)]),
  ];
  await makeView(engine, 'asked_records', scan('records').filter(...bounds).plan);
  return { table: 'asked_records' };
}

async function openFound(
  relation: Exclude<RelationName, 'records'>,
  request: AnalyzeRequest,
): Promise<OpenRelation> {
  const { session, ingest, setting } = await openAnalysis(request);
  try {
    const table = `found_${relation}`;
    const { engine } = session;
    assert(engine instanceof EmbeddedEngine, 'an analysis that names no engine runs on the embedded one');
    await engine.define(table, relationPlan(relation));
    const formats = [{ fields: openingFields }];
    return {
      place: {
        engine: engine.duckdb,
        contents: session.contents,
        source: { table, formats, hasLogStreams: false },
      },
      contents: session.contents,
      ingest,
      setting,
      close: () => session.close(),
    };
  } catch (cause) {
    await session.close();
    throw cause;
  }
}

async function makeView(engine: Engine, view: string, plan: Plan): Promise<void> {
  // A view keeps no values beside its text.
  const select = writtenOut(printPlan(plan, duckdb));
  await engine.execute(sql`CREATE OR REPLACE TEMP VIEW ${name(view)} AS ${select}`);
}

function closing(engine: Engine): () => Promise<void> {
  return async () => engine.close();
}
