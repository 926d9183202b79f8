import { assert } from '../../base/index.js';
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
import { type CellValue, type LakeContents, stoppedBy } from '../../store/index.js';
import { number, numberOrNull, text, textOrNull } from './cells.js';
import { EmbeddedEngine } from './embedded-engine.js';
import type { AnalysisEngine } from './engine.js';
import { type Prepared, prepare } from './inputs.js';
import { recordsOnce } from './one-flow-log.js';
import type { AnalysisOptions } from './options.js';

/**
 * One analysis with its engine: the steps have run, and their tables can be asked. Close it after use; it holds memory
 * and intermediate results.
 */
export class AnalysisSession {
  private constructor(
    readonly engine: AnalysisEngine,
    readonly contents: LakeContents,
    readonly table: string,
    readonly options: AnalysisOptions,
    readonly prepared: Prepared,
    readonly inputs: OutboundInputs,
  ) {}

  /** Opens the records on an engine, runs every step and classifies the needs; default is the embedded engine. */
  static async open(options: AnalysisOptions, given?: AnalysisEngine): Promise<AnalysisSession> {
    const engine = given ?? (await EmbeddedEngine.open(options));
    const run = () => runSteps(engine, options, (...args) => new AnalysisSession(...args));
    try {
      return await stopped(engine, options, run);
    } catch (cause) {
      await engine.close();
      throw cause;
    }
  }

  /** Work on the tables that the signal of the options stops, as it does `open`; it is rejected with the signal's reason. */
  untilStopped<Result>(work: () => Promise<Result>): Promise<Result> {
    return stopped(this.engine, this.options, work);
  }

  rows(plan: Plan): Promise<Record<string, CellValue>[]> {
    return this.engine.rows(plan);
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}

async function stopped<Result>(
  engine: AnalysisEngine,
  { signal }: AnalysisOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await stoppedBy(signal, engine, work);
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause;
  }
}

type MakeSession = (
  engine: AnalysisEngine,
  contents: LakeContents,
  table: string,
  options: AnalysisOptions,
  prepared: Prepared,
  inputs: OutboundInputs,
) => AnalysisSession;

async function runSteps(
  engine: AnalysisEngine,
  options: AnalysisOptions,
  make: MakeSession,
): Promise<AnalysisSession> {
  const phase = (label: string) => {
    options.signal?.throwIfAborted();
    options.onPhase?.(label);
  };
  phase('opening the lake');
  const { contents, limits } = await engine.openRecords();
  const once = await recordsOnce(engine, contents, await windowed(engine, options));
  phase('looking at the interfaces');
  const prepared = await prepare(engine, contents, once, { ...options, limits });
  phase('stitching conversations');
  for (const step of conversationSteps(prepared.inputs)) await engine.keep(step);
  const inputs = await recognizeNat(engine, prepared, options);
  phase('finding who opened each');
  for (const step of needSteps(inputs)) await engine.keep(step);
  phase('classifying destinations');
  await classify(engine, inputs, options);
  await engine.keep(inventoryStep);
  await assertComplete(engine);
  return make(engine, contents, once.table, options, prepared, inputs);
}

/** Keeps the result of a step under the step's name. */
export async function keepStep(engine: AnalysisEngine, step: Step): Promise<void> {
  await engine.keep(step);
}

/** The records of the asked time, under a name of their own when the time is bounded. */
async function windowed(engine: AnalysisEngine, { from, to }: AnalysisOptions): Promise<string> {
  if (from === undefined && to === undefined) return 'records';
  const { and, col, ge, lt, scan } = build;
  const bounds = [
    ...(from === undefined ? [] : [ge(col('start'), from)]),
    ...(to === undefined ? [] : [lt(col('start'), to)]),
  ];
  await engine.define('records_in_time', scan('records').filter(and(...bounds)).plan);
  return 'records_in_time';
}

/** Without a word about NAT gateways from the inventory or the records, they are recognised by what they do. */
async function recognizeNat(
  engine: AnalysisEngine,
  prepared: Prepared,
  options: AnalysisOptions,
): Promise<OutboundInputs> {
  const inventory = options.inventory ?? emptyInventory;
  const described = inventory.natGateways.length > 0 || inventory.interfaces.length > 0;
  const recorded = prepared.inputs.interfaces.some((each) => each.role === 'nat-gateway');
  if (described || recorded) return prepared.inputs;
  const rows = await engine.rows(inferredNatPlan);
  if (rows.length === 0) return prepared.inputs;
  const inputs = prepared.withNat(new Set(rows.map((row) => text(row.iface))));
  for (const step of roleSteps(inputs)) await engine.keep(step);
  return inputs;
}

/** Every need has one row in the inventory: the joins on the way to it lose and repeat none. */
async function assertComplete(engine: AnalysisEngine): Promise<void> {
  const count = async (table: string) => {
    const plan = build.scan(table).aggregate({}, { rows: build.agg('count') }).plan;
    return number((await engine.rows(plan))[0]?.rows);
  };
  const needs = await count(needStep.name);
  assert((await count(inventoryStep.name)) === needs, `the inventory has each of the ${needs} needs once`);
}

/** Asks the classifier once for each combination that it depends on, and keeps the answers as a table. */
async function classify(
  engine: AnalysisEngine,
  inputs: OutboundInputs,
  options: AnalysisOptions,
): Promise<void> {
  await engine.keep(classKeyStep);
  const classifier = createClassifier({
    inventory: options.inventory ?? emptyInventory,
    ownPrefixes: inputs.ownPrefixes,
    expected: options.expected ?? [],
    ...(options.ipRanges === undefined ? {} : { ipRanges: options.ipRanges }),
    ...(options.portClasses === undefined ? {} : { portClasses: options.portClasses }),
  });
  // All questions first: a statement on the connection that a result is streamed from would end that stream.
  const { rows } = await engine.query(classKeyPlan);
  await engine.fill(
    classTable,
    rows.map((row) => answer(classifier, row)),
  );
  const [count = {}] = await engine.rows(
    build.scan(classTable.name).aggregate({}, { answers: build.agg('count') }).plan,
  );
  assert(number(count.answers) === rows.length, 'every question of the classification has its answer');
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
