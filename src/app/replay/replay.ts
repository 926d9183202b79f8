import { DiagnosticError } from '../../base/index.js';
import { leftoverPlan } from '../../outbound/index.js';
import type { Layer } from '../../replay/index.js';
import { number } from '../analysis/cells.js';
import type { OpenAnalysis } from '../analyze.js';
import { loadInventory } from '../inventory.js';
import { viewLedger } from '../ledger/basis.js';
import { dayOf, ledgerPath, loadLedger } from '../ledger/index.js';
import { type NameEvidence, readNames } from '../names.js';
import { type ReplayAnswer, readReplay } from './answer.js';
import { describedLayers, destinationNotes } from './existing.js';
import { type DestinationNames, type NeedDecision, runReplay } from './run.js';
import { readPolicies } from './subjects.js';

export interface ReplayRequest {
  /** Files with the rules to try; none is the rules that the inventory describes. */
  readonly policies: readonly string[];
  /** The ledger; default `ledger.csv` of the workspace. Without one nothing is decided. */
  readonly ledger?: string | undefined;
  /** Folder that paths are relative to; default the current one. */
  readonly from?: string | undefined;
}

/** An answer with what it was made from. */
export interface ReplayResult {
  readonly answer: ReplayAnswer;
  readonly layers: readonly Layer[];
  /** The ledger that was read, or null. */
  readonly ledger: string | null;
  /** Things to know about how the rules were read. */
  readonly notes: readonly string[];
}

/**
 * Tries rules on the traffic of an open analysis: what would be blocked, what would pass, what cannot be judged. Throws a
 * `DiagnosticError` for a rule that is not understood and where there are no rules.
 */
export async function replayTraffic(opened: OpenAnalysis, request: ReplayRequest): Promise<ReplayResult> {
  const { session, setting } = opened;
  const { layers, notes } = await subjectOf(opened, request);
  const path = ledgerPath(request.ledger, setting.workspace, request.from);
  const loaded = await loadLedger(path);
  const decisions = loaded === undefined ? [] : await decisionsOf(opened, loaded);
  session.options.onPhase?.('replaying');
  const names = layers.some((layer) => layer.asksNames) ? (await readNames(session)).map(allNames) : [];
  await runReplay(session, layers, setting.inventory, decisions, names);
  const [leftover = {}] = await session.rows(leftoverPlan);
  const undecided = {
    connections: number(leftover.undecided),
    bytes: number(leftover.undecided_bytes),
  };
  return {
    answer: await readReplay(session, layers, undecided),
    layers,
    ledger: loaded?.path ?? null,
    notes,
  };
}

/** What the firewall saw is what was asked for; of what the Resolver answered, it may have been any name of the address. */
function allNames({ source, address, names, others, origin }: NameEvidence): DestinationNames {
  return { source, address, names: origin === 'network-firewall' ? names : [...names, ...others] };
}

/** The rules to try, as layers: those of the files, or those of the inventory. */
export async function subjectOf(
  { session, setting }: OpenAnalysis,
  { policies, from }: ReplayRequest,
): Promise<{ layers: readonly Layer[]; notes: readonly string[] }> {
  if (policies.length > 0) {
    const { layers, notes } = await readPolicies(policies, {
      inventory: setting.inventory,
      ownPrefixes: session.inputs.ownPrefixes,
      from,
    });
    return { layers, notes: [...notes, ...destinationNotes(layers)] };
  }
  // The inventory is read once more with the places of its rules, which nobody else asks for.
  const described = await loadInventory(setting.inventoryPaths);
  const layers = describedLayers(described, setting.inventory);
  if (layers.length > 0) return { layers, notes: destinationNotes(layers) };
  throw new DiagnosticError([
    {
      code: 'replay-no-rules',
      severity: 'error',
      source: '--policy',
      message: 'There are no rules to replay: no policy is given, and the inventory describes none.',
      help: 'name a file with --policy, or an inventory with describe-security-groups.json by --inventory',
    },
  ]);
}

async function decisionsOf(
  opened: OpenAnalysis,
  { ledger }: NonNullable<Awaited<ReturnType<typeof loadLedger>>>,
): Promise<NeedDecision[]> {
  const { needs } = await viewLedger(opened, ledger, dayOf(new Date()));
  return needs.map(({ group: { first }, answer }) => ({
    workload: first.workload,
    destination: first.destinationAddress,
    protocol: first.protocol,
    port: first.port,
    decision: answer.decision,
    owner: answer.by[0]?.owner || null,
    line: answer.by[0]?.line ?? null,
  }));
}
