import { assert } from '../../base/index.js';
import type { Inventory } from '../../inventory/index.js';
import { type Address, hasPorts, parseAddress } from '../../net/index.js';
import {
  type AddressPieces,
  addressPieces,
  casePlan,
  caseStep,
  clientPortStep,
  decidedStep,
  destinationStep,
  type Flow,
  judge,
  judgedStep,
  type Layer,
  nameStep,
  type Origin,
  placeStep,
  portPieces,
  portStep,
  type Rule,
  reaches,
  replayTables,
  rulesOfLayers,
  sourcePlan,
  sourceStep,
  trafficStep,
  unusualStep,
  type Verdict,
  verdictNumbers,
} from '../../replay/index.js';
import type { CellValue } from '../../store/index.js';
import { flag, number, text } from '../analysis/cells.js';
import type { AnalysisEngine, FilledTable } from '../analysis/engine.js';
import { type AnalysisSession, keepStep } from '../analysis/session.js';
import { Origins } from './sources.js';

/** What the ledger says of a need. */
export interface NeedDecision {
  readonly workload: string;
  readonly destination: string;
  readonly protocol: number;
  readonly port: number;
  readonly decision: string;
  readonly owner: string | null;
  readonly line: number | null;
}

/** Names by which a source may have asked for an address, in lower case. */
export interface DestinationNames {
  readonly source: string;
  readonly address: string;
  readonly names: readonly string[];
}

/** What a replay needs of an analysis whose steps have run. */
export type ReplaySession = Pick<AnalysisSession, 'engine' | 'rows'>;

/**
 * Judges every opening of a session by the layers. The engine reduces openings to the cases that the rules can tell
 * apart, each case is judged once, and the verdicts are joined back; the tables of the replay can then be asked.
 */
export async function runReplay(
  session: ReplaySession,
  layers: readonly Layer[],
  inventory: Inventory,
  decisions: readonly NeedDecision[],
  names: readonly DestinationNames[] = [],
): Promise<void> {
  const { engine } = session;
  const destinations = addressPieces(layers.flatMap((layer) => layer.destinations));
  const sources = addressPieces(layers.flatMap((layer) => layer.sources));
  const ports = portPieces(layers.flatMap((layer) => layer.ports)).starts;
  const clientPorts = portPieces(layers.flatMap((layer) => layer.clientPorts)).starts;
  const origins = new Origins(inventory, layers);
  await fill(engine, replayTables.addressPiece, pieceRows(destinations));
  await fill(
    engine,
    replayTables.portPiece,
    ports.map((port, piece) => [port, piece]),
  );
  await fill(
    engine,
    replayTables.clientPiece,
    clientPorts.map((port, piece) => [port, piece]),
  );
  const nameSets = distinctNames(names);
  await fill(engine, replayTables.name, nameSets.rows);
  await keepStep(engine, sourceStep);
  await fillOpeners(engine, await session.rows(sourcePlan), origins, sources);
  for (const step of [clientPortStep, placeStep, destinationStep, unusualStep, nameStep, trafficStep])
    await keepStep(engine, step);
  for (const step of [portStep, caseStep]) await keepStep(engine, step);
  const cases = new Cases(layers, {
    destinations,
    sources,
    ports,
    clientPorts,
    origins: origins.samples,
    names: nameSets.sets,
  });
  await cases.judgeAll(session);
  await fill(engine, replayTables.decision, decisionRows(decisions));
  for (const step of [decidedStep, judgedStep]) await keepStep(engine, step);
}

function pieceRows({ pieces }: AddressPieces): CellValue[][] {
  return pieces.map(({ family, first, classNo }, index) => [
    family === 6,
    first.toString(16).padStart(family === 4 ? 8 : 32, '0'),
    index,
    classNo,
  ]);
}

/** Numbers the workloads, and the sources that are judged alike within each. */
async function fillOpeners(
  engine: AnalysisEngine,
  rows: readonly Record<string, CellValue>[],
  origins: Origins,
  sources: AddressPieces,
): Promise<void> {
  const workloads = new Numbers();
  const openers = new Numbers();
  const openerRows: CellValue[][] = [];
  const ofSources = rows.map((row): CellValue[] => {
    const address = parseAddress(text(row.source));
    assert(address !== undefined, `${text(row.source)} is an address`);
    const what = [workloads.of(text(row.workload)), origins.numberOf(row), sources.classOf(address)];
    const opener = openers.of(what.join(' '));
    if (opener === openerRows.length) openerRows.push([opener, ...what]);
    return [row.source_id ?? null, opener];
  });
  await fill(
    engine,
    replayTables.workload,
    workloads.texts.map((workload, no) => [no, workload]),
  );
  await fill(engine, replayTables.opener, openerRows);
  await fill(engine, replayTables.sourceOpener, ofSources);
}

/** Numbers texts from 0 in the order in which they are met. */
class Numbers {
  readonly #known = new Map<string, number>();

  of(key: string): number {
    const known = this.#known.get(key) ?? this.#known.size;
    if (known === this.#known.size) this.#known.set(key, known);
    return known;
  }

  get texts(): string[] {
    return [...this.#known.keys()];
  }
}

function decisionRows(decisions: readonly NeedDecision[]): CellValue[][] {
  return decisions.map((each) => [
    each.workload,
    each.destination,
    each.protocol,
    each.port,
    each.decision,
    each.owner,
    each.line,
  ]);
}

/** Every set of names once; number 0 is no name. */
function distinctNames(names: readonly DestinationNames[]) {
  const sets: (readonly string[])[] = [[]];
  const numbers = new Map<string, number>();
  const rows = names.map((each): CellValue[] => {
    const key = each.names.join(' ');
    const known = numbers.get(key) ?? sets.push(each.names) - 1;
    numbers.set(key, known);
    return [each.source, each.address, known];
  });
  return { sets, rows };
}

interface Classes {
  readonly destinations: AddressPieces;
  readonly sources: AddressPieces;
  readonly ports: readonly number[];
  readonly clientPorts: readonly number[];
  readonly origins: readonly Origin[];
  readonly names: readonly (readonly string[])[];
}

/** Asks the layers about every case, with one connection that stands for all of it. */
class Cases {
  readonly #numbers: ReadonlyMap<Rule, number>;

  constructor(
    readonly layers: readonly Layer[],
    readonly classes: Classes,
  ) {
    this.#numbers = new Map(rulesOfLayers(layers).map((rule, index) => [rule, index]));
  }

  async judgeAll(session: ReplaySession): Promise<void> {
    const kinds = new Numbers();
    const verdicts: CellValue[][] = [];
    const ofCases: CellValue[][] = [];
    const matches: CellValue[][] = [];
    for (const row of await session.rows(casePlan)) {
      const origin = this.classes.origins[number(row.origin)];
      assert(origin !== undefined, 'every case has an origin');
      const verdict = judge(this.layers, this.#flowOf(row), origin);
      const id = row.case_id ?? null;
      const said = [verdictNumbers[verdict.kind], ...this.#detail(verdict)];
      const verdictNo = kinds.of(said.join('\u0000'));
      if (verdictNo === verdicts.length) verdicts.push([verdictNo, ...said]);
      ofCases.push([id, verdictNo, verdictNumbers[verdict.kind]]);
      for (const rule of new Set(verdict.matched)) matches.push([id, this.#numberOf(rule), true]);
      for (const rule of new Set(verdict.maybe)) matches.push([id, this.#numberOf(rule), false]);
    }
    await fill(session.engine, replayTables.verdict, verdicts);
    await fill(session.engine, replayTables.caseVerdict, ofCases);
    await fill(session.engine, replayTables.match, matches);
  }

  #flowOf(row: Readonly<Record<string, CellValue>>): Flow {
    const protocol = number(row.protocol);
    const portOf = (starts: readonly number[], column: string) => {
      const port = starts[number(row[column])];
      assert(port !== undefined, 'every port lies in a piece');
      return hasPorts(protocol) && port === 0 ? null : port;
    };
    const reach = reaches[number(row.reach)];
    assert(reach !== undefined, 'every destination lies somewhere');
    return {
      source: sample(this.classes.sources, row.source_class),
      destination: sample(this.classes.destinations, row.destination_class),
      protocol,
      port: portOf(this.classes.ports, 'port_class'),
      clientPort: portOf(this.classes.clientPorts, 'client_class'),
      answered: flag(row.answered),
      reach,
      names: this.classes.names[number(row.name_class)] ?? [],
    };
  }

  #detail(verdict: Verdict): [string | null, number | null, string | null] {
    if (verdict.kind === 'passes') return [null, null, null];
    const rule = verdict.kind === 'blocked' && verdict.rule !== null ? this.#numberOf(verdict.rule) : null;
    return [verdict.layer, rule, verdict.reason];
  }

  #numberOf(rule: Rule): number {
    const found = this.#numbers.get(rule);
    assert(found !== undefined, `${rule.text} is a rule of its layer`);
    return found;
  }
}

function sample(pieces: AddressPieces, column: CellValue | undefined): Address {
  const address = pieces.samples[number(column)];
  assert(address !== undefined, 'every class has an address');
  return address;
}

async function fill(
  engine: AnalysisEngine,
  table: FilledTable,
  rows: readonly (readonly CellValue[])[],
): Promise<void> {
  await engine.fill(table, rows);
}
