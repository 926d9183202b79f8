import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from '../../base/index.js';
import { duckdb, joinSql, name, printPlan, type Sql, sql } from '../../dialect/index.js';
import { emptyInventory } from '../../inventory/index.js';
import {
  type Classifier,
  classKeyPlan,
  classKeyStep,
  classTable,
  conversationSteps,
  createClassifier,
  inferredNatPlan,
  inventoryStep,
  needStep,
  needSteps,
  type OutboundInputs,
  roleSteps,
} from '../../outbound/index.js';
import { build, type Plan, type Step } from '../../plan/index.js';
import {
  type CellValue,
  createRecordsView,
  Engine,
  type LakeContents,
  requireLake,
  worldFailure,
} from '../../store/index.js';
import { number, numberOrNull, text, textOrNull } from './cells.js';
import { type Prepared, prepare } from './inputs.js';
import { recordsOnce } from './one-flow-log.js';
import type { AnalysisOptions } from './options.js';

/**
 * One analysis with its engine: the steps have run, and their tables can be asked. Close it after use; it holds memory
 * and a folder of intermediate results.
 */
export class AnalysisSession {
  readonly #scratch: string;

  private constructor(
    readonly engine: Engine,
    readonly contents: LakeContents,
    readonly table: string,
    readonly options: AnalysisOptions,
    readonly prepared: Prepared,
    readonly inputs: OutboundInputs,
    scratch: string,
  ) {
    this.#scratch = scratch;
  }

  /** Opens the lake, runs every step and classifies the needs. */
  static async open(options: AnalysisOptions): Promise<AnalysisSession> {
    requireLake(options.lakePath);
    const scratch = await makeScratch(options.lakePath);
    const engine = await Engine.open({
      tempDirectory: scratch,
      ...(options.memoryLimit === undefined ? {} : { memoryLimit: options.memoryLimit }),
      ...(options.threads === undefined ? {} : { threads: options.threads }),
    });
    const interrupt = () => engine.interrupt();
    options.signal?.addEventListener('abort', interrupt);
    try {
      return await runSteps(engine, scratch, options, (...args) => new AnalysisSession(...args));
    } catch (cause) {
      engine.close();
      await rm(scratch, { recursive: true, force: true });
      options.signal?.throwIfAborted();
      throw worldFailure(cause, options.lakePath);
    } finally {
      options.signal?.removeEventListener('abort', interrupt);
    }
  }

  async rows(plan: Plan): Promise<Record<string, CellValue>[]> {
    try {
      return await this.engine.rows(printPlan(plan, duckdb));
    } catch (cause) {
      throw worldFailure(cause, this.options.lakePath);
    }
  }

  async close(): Promise<void> {
    this.engine.close();
    await rm(this.#scratch, { recursive: true, force: true });
  }
}

/** Beside the lake, whose disk has room for it; a lake that cannot be written can be read all the same. */
/**
 * A folder for what does not fit into memory, apart from the writer's own, which a writer clears. Folders of processes
 * that are gone are removed. For a lake that may only be read it is in the system's temporary folder.
 */
async function makeScratch(lakePath: string): Promise<string> {
  const parent = join(lakePath, 'scratch');
  try {
    await mkdir(parent, { recursive: true });
    for (const entry of await readdir(parent)) {
      const pid = Number(/^analysis-(\d+)-/.exec(entry)?.[1]);
      if (pid > 0 && !isRunning(pid)) await rm(join(parent, entry), { recursive: true, force: true });
    }
    return await mkdtemp(join(parent, `analysis-${process.pid}-`));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
      return mkdtemp(join(tmpdir(), 'sluice-analysis-'));
    }
    throw worldFailure(cause, lakePath);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // No permission to signal it means that it is there.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}

type MakeSession = (
  engine: Engine,
  contents: LakeContents,
  table: string,
  options: AnalysisOptions,
  prepared: Prepared,
  inputs: OutboundInputs,
  scratch: string,
) => AnalysisSession;

async function runSteps(
  engine: Engine,
  scratch: string,
  options: AnalysisOptions,
  make: MakeSession,
): Promise<AnalysisSession> {
  const phase = (label: string) => {
    options.signal?.throwIfAborted();
    options.onPhase?.(label);
  };
  phase('opening the lake');
  const contents = await createRecordsView(engine, options.lakePath, {
    ...(options.sourceIds === undefined ? {} : { sourceIds: options.sourceIds }),
  });
  const once = await recordsOnce(engine, contents, await windowed(engine, options));
  phase('looking at the interfaces');
  const prepared = await prepare(engine, contents, once, options);
  phase('stitching conversations');
  for (const step of conversationSteps(prepared.inputs)) await keepStep(engine, step);
  const inputs = await recognizeNat(engine, prepared, options);
  phase('finding who opened each');
  for (const step of needSteps(inputs)) await keepStep(engine, step);
  phase('classifying destinations');
  await classify(engine, inputs, options);
  await keepStep(engine, inventoryStep);
  await assertComplete(engine);
  return make(engine, contents, once.table, options, prepared, inputs, scratch);
}

/** Keeps the result of a step as a temporary table of the step's name. */
export async function keepStep(engine: Engine, { name: table, plan, releases = [] }: Step): Promise<void> {
  const select = printPlan(plan, duckdb);
  await engine.execute(sql`CREATE OR REPLACE TEMP TABLE ${name(table)} AS ${select}`);
  for (const released of releases) await engine.execute(sql`DROP TABLE ${name(released)}`);
}

/** The records of the asked time, as a view when the time is bounded. */
async function windowed(engine: Engine, { from, to }: AnalysisOptions): Promise<string> {
  if (from === undefined && to === undefined) return 'records';
  const { and, col, ge, lt, scan } = build;
  const bounds = [
    ...(from === undefined ? [] : [ge(col('start'), from)]),
    ...(to === undefined ? [] : [lt(col('start'), to)]),
  ];
  const select = printPlan(scan('records').filter(and(...bounds)).plan, duckdb);
  await engine.execute(sql`CREATE OR REPLACE TEMP VIEW records_in_time AS ${select}`);
  return 'records_in_time';
}

/** Without a word about NAT gateways from the inventory or the records, they are recognised by what they do. */
async function recognizeNat(
  engine: Engine,
  prepared: Prepared,
  options: AnalysisOptions,
): Promise<OutboundInputs> {
  const inventory = options.inventory ?? emptyInventory;
  const described = inventory.natGateways.length > 0 || inventory.interfaces.length > 0;
  const recorded = prepared.inputs.interfaces.some((each) => each.role === 'nat-gateway');
  if (described || recorded) return prepared.inputs;
  const rows = await engine.rows(printPlan(inferredNatPlan, duckdb));
  if (rows.length === 0) return prepared.inputs;
  const inputs = prepared.withNat(new Set(rows.map((row) => text(row.iface))));
  for (const step of roleSteps(inputs)) await keepStep(engine, step);
  return inputs;
}

/** Every need has one row in the inventory: the joins on the way to it lose and repeat none. */
async function assertComplete(engine: Engine): Promise<void> {
  const count = async (table: string) => {
    const plan = build.scan(table).aggregate({}, { rows: build.agg('count') }).plan;
    return number((await engine.rows(printPlan(plan, duckdb)))[0]?.rows);
  };
  const needs = await count(needStep.name);
  assert((await count(inventoryStep.name)) === needs, `the inventory has each of the ${needs} needs once`);
}

/** Asks the classifier once for each combination that it depends on, and keeps the answers as a table. */
async function classify(engine: Engine, inputs: OutboundInputs, options: AnalysisOptions): Promise<void> {
  await keepStep(engine, classKeyStep);
  const columns = classTable.columns.map(([column, type]) => sql`${name(column)} ${sqlType(type)}`);
  await engine.execute(
    sql`CREATE OR REPLACE TEMP TABLE ${name(classTable.name)} (${joinSql(columns, ', ')})`,
  );
  const classifier = createClassifier({
    inventory: options.inventory ?? emptyInventory,
    ownPrefixes: inputs.ownPrefixes,
    expected: options.expected ?? [],
    ...(options.ipRanges === undefined ? {} : { ipRanges: options.ipRanges }),
    ...(options.portClasses === undefined ? {} : { portClasses: options.portClasses }),
  });
  // All questions first: a statement on the connection that a result is streamed from would end that stream.
  const { rows } = await engine.query(printPlan(classKeyPlan, duckdb));
  await engine.append(
    classTable.name,
    rows.map((row) => answer(classifier, row)),
  );
  const [count = {}] = await engine.rows(
    printPlan(build.scan(classTable.name).aggregate({}, { answers: build.agg('count') }).plan, duckdb),
  );
  assert(number(count.answers) === rows.length, 'every question of the classification has its answer');
}

function sqlType(type: 'BIGINT' | 'VARCHAR' | 'BOOLEAN'): Sql {
  return type === 'BIGINT' ? sql`BIGINT` : type === 'VARCHAR' ? sql`VARCHAR` : sql`BOOLEAN`;
}

function answer(classifier: Classifier, row: readonly CellValue[]): CellValue[] {
  const [id, routeGroup, workload, destination, protocol, port, service, trafficPath, nat] = row;
  const found = classifier.classify({
    routeGroup: text(routeGroup),
    workload: text(workload),
    destinationAddress: text(destination),
    protocol: number(protocol),
    port: number(port),
    awsService: textOrNull(service),
    trafficPath: numberOrNull(trafficPath),
    natGateway: textOrNull(nat),
  });
  return [
    id ?? null,
    found.scope,
    found.scopeDetail,
    found.path,
    found.pathDetail,
    found.portClass,
    found.expected,
    found.expectedBy,
  ];
}
