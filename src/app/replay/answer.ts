import {
  blocks,
  type FindingKind,
  findingCountPlan,
  findingPlan,
  type Layer,
  type LayerKind,
  listedSourceStep,
  listedStep,
  type Rule,
  rulePlan,
  rulesOfLayers,
  totalsPlan,
  unknowns,
  verdictNumbers,
} from '../../replay/index.js';
import type { CellValue } from '../../store/index.js';
import { number, numberOrNull, text, textOrNull } from '../analysis/cells.js';
import { keepStep } from '../analysis/session.js';
import { shortId } from '../report/need-id.js';
import type { ReplaySession } from './run.js';

type Row = Readonly<Record<string, CellValue>>;

/** Connections and bytes, both directions. */
export interface Volume {
  readonly connections: number;
  readonly bytes: number;
}

/** A need that is in one of the lists, with the rule that decides about this part of its traffic. */
export interface ReplayFinding {
  /** The id by which `outbound --by workload` and the ledger know the need. */
  readonly id: string;
  readonly workload: string;
  readonly destination: string;
  readonly protocol: number;
  readonly port: number;
  readonly sources: number;
  readonly connections: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Unix seconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly decision: string;
  readonly owner: string | null;
  /** The layer that decides; null where all let it pass. */
  readonly layer: LayerKind | null;
  /** Null where it is the absence of a rule that decides. */
  readonly rule: Rule | null;
  /** Why, as a code and in words. */
  readonly reason: string | null;
  readonly reasonText: string | null;
}

export interface FindingList {
  /** Needs in all, also those that are not listed. */
  readonly needs: number;
  readonly volume: Volume;
  readonly rows: readonly ReplayFinding[];
}

/** What one rule met in the traffic. */
export interface RuleUse {
  readonly rule: Rule;
  /** Connections it speaks of: let through and not let through, then or by what is replayed. */
  readonly connections: number;
  readonly letThrough: number;
  readonly blocked: number;
  /** Connections that it may speak of; what they carried is not in the other numbers. */
  readonly maybe: number;
  readonly bytes: number;
  readonly destinations: number;
  /** Different destinations, protocols and ports that it let through. */
  readonly targets: number;
  /** Unix seconds; null when nothing used it. */
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
}

export interface ReplayTotals {
  readonly passes: Volume;
  readonly blocked: Volume;
  readonly unknown: Volume;
  /** Conversations whose initiator is not known; no rule was asked about them. */
  readonly undecided: Volume;
  /** Of all connections and bytes, those with a verdict. */
  readonly judgedConnections: number;
  readonly judgedBytes: number;
  /** What cannot be judged, by reason, largest first. */
  readonly unknownReasons: readonly (Volume & { readonly reason: string; readonly text: string })[];
}

export interface ReplayAnswer {
  readonly layers: readonly {
    readonly kind: LayerKind;
    readonly rules: number;
    readonly places: readonly string[];
  }[];
  readonly totals: ReplayTotals;
  readonly lists: Readonly<Record<FindingKind, FindingList>>;
  /** Every rule that sources are asked about, in the order in which it was read. */
  readonly rules: readonly RuleUse[];
}

/** Findings that are listed of each kind; the sums are of all. */
const mostFindings = 5_000;

/** Reads the tables of a replay that has run. */
export async function readReplay(
  session: ReplaySession,
  layers: readonly Layer[],
  undecided: Volume,
): Promise<ReplayAnswer> {
  const rules = rulesOfLayers(layers);
  const own = layers.flatMap((layer) => layer.rules);
  for (const step of [listedStep(mostFindings), listedSourceStep]) await keepStep(session.engine, step);
  return {
    layers: layers.map((layer) => ({
      kind: layer.kind,
      rules: layer.rules.length,
      places: [...new Set(layer.rules.map((rule) => rule.place.replace(/:\d+:\d+$/, '')))],
    })),
    totals: totalsOf(await session.rows(totalsPlan), undecided),
    lists: {
      blocked: await listOf(session, 'blocked', rules),
      passes: await listOf(session, 'passes', rules),
      unknown: await listOf(session, 'unknown', rules),
    },
    rules: usesOf(await session.rows(rulePlan), own),
  };
}

async function listOf(
  session: ReplaySession,
  kind: FindingKind,
  rules: readonly Rule[],
): Promise<FindingList> {
  const [count = {}] = await session.rows(findingCountPlan(kind));
  const rows = await session.rows(findingPlan(kind));
  return {
    needs: number(count.needs),
    volume: volumeOf(count),
    rows: rows.map((row) => findingOf(row, rules)),
  };
}

function findingOf(row: Row, rules: readonly Rule[]): ReplayFinding {
  const ruleNo = numberOrNull(row.rule_no);
  const reason = textOrNull(row.reason);
  const need = [text(row.workload), text(row.destination), number(row.protocol), number(row.port)] as const;
  const [workload, destination, protocol, port] = need;
  return {
    id: shortId([['workload', ...need.map(String)].join('\u0000')]),
    workload,
    destination,
    protocol,
    port,
    sources: number(row.sources),
    connections: number(row.connections),
    bytesOut: number(row.bytes_out),
    bytesIn: number(row.bytes_in),
    firstSeen: number(row.first_seen),
    lastSeen: number(row.last_seen),
    decision: textOrNull(row.decision) ?? 'undecided',
    owner: textOrNull(row.owner),
    layer: textOrNull(row.layer) as LayerKind | null,
    rule: ruleNo === null ? null : (rules[ruleNo] ?? null),
    reason,
    reasonText: reason === null ? null : reasonText(reason),
  };
}

const reasonTexts: Readonly<Record<string, string>> = { ...blocks, ...unknowns };

export function reasonText(reason: string): string {
  return reasonTexts[reason] ?? reason;
}

function volumeOf(row: Row): Volume {
  return { connections: numberOrNull(row.connections) ?? 0, bytes: numberOrNull(row.bytes) ?? 0 };
}

function plus(a: Volume, b: Volume): Volume {
  return { connections: a.connections + b.connections, bytes: a.bytes + b.bytes };
}

function totalsOf(rows: readonly Row[], undecided: Volume): ReplayTotals {
  const none: Volume = { connections: 0, bytes: 0 };
  const of = (kind: keyof typeof verdictNumbers) =>
    rows
      .filter((row) => number(row.kind) === verdictNumbers[kind])
      .map(volumeOf)
      .reduce(plus, none);
  const parts = { passes: of('passes'), blocked: of('blocked'), unknown: of('unknown') };
  const reasons = new Map<string, Volume>();
  for (const row of rows) {
    if (number(row.kind) !== verdictNumbers.unknown) continue;
    const reason = text(row.reason);
    reasons.set(reason, plus(reasons.get(reason) ?? none, volumeOf(row)));
  }
  const judged = plus(parts.passes, parts.blocked);
  const whole = plus(plus(judged, parts.unknown), undecided);
  return {
    ...parts,
    undecided,
    judgedConnections: whole.connections === 0 ? 1 : judged.connections / whole.connections,
    judgedBytes: whole.bytes === 0 ? 1 : judged.bytes / whole.bytes,
    unknownReasons: [...reasons]
      .map(([reason, volume]) => ({ reason, text: reasonText(reason), ...volume }))
      .sort((a, b) => b.connections - a.connections),
  };
}

function usesOf(rows: readonly Row[], rules: readonly Rule[]): RuleUse[] {
  const met = new Map(rows.map((row) => [number(row.rule_no), row]));
  return rules.map((rule, index) => {
    const row = met.get(index) ?? {};
    return {
      rule,
      connections: numberOrNull(row.connections) ?? 0,
      letThrough: numberOrNull(row.let_through) ?? 0,
      blocked: numberOrNull(row.blocked) ?? 0,
      maybe: numberOrNull(row.maybe) ?? 0,
      bytes: numberOrNull(row.bytes) ?? 0,
      destinations: numberOrNull(row.destinations) ?? 0,
      targets: numberOrNull(row.targets) ?? 0,
      firstSeen: numberOrNull(row.first_seen),
      lastSeen: numberOrNull(row.last_seen),
    };
  });
}
