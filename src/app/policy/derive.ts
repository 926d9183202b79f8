import { type Diagnostic, DiagnosticError } from '../../base/index.js';
import {
  type Derivation,
  type DeriveOptions,
  derivePolicy,
  type EgressPolicy,
  type PolicyBasis,
} from '../../policy/index.js';
import type { OpenAnalysis } from '../analyze.js';
import { loadLedger, policyBasis } from '../ledger/index.js';
import { plural } from '../report/index.js';

/** What stands in for decisions that nobody has taken: nothing, or that everything that was accepted may go on. */
export const assumptions = ['nothing', 'allow-accepted'] as const;
export type Assumption = (typeof assumptions)[number];

export interface PolicyRequest extends DeriveOptions {
  readonly ledgerPath: string;
  /** Default `nothing`. */
  readonly assume?: Assumption;
  /** Workloads that will be asked for; a name that nothing has is refused. */
  readonly shown?: readonly string[];
}

export interface DerivedPolicy {
  readonly basis: PolicyBasis;
  /** Undefined when it does not fit; the diagnostics say what would. */
  readonly policy: EgressPolicy | undefined;
  readonly derivation: Derivation;
  /** Needs that nobody has decided about and that no rule allows. */
  readonly undecided: number;
  /** Needs that were taken as allowed without a decision. */
  readonly assumed: number;
  readonly ledgerPath: string;
  /** Whether there is a ledger at all. */
  readonly hasLedger: boolean;
}

/**
 * Derives the least policy from what was seen and what the ledger says of it. Throws a `DiagnosticError` when nothing is
 * allowed and something waits for a decision: a policy that denies everything would only look like one.
 */
export async function derivePolicyFrom(opened: OpenAnalysis, request: PolicyRequest): Promise<DerivedPolicy> {
  const { ledgerPath, assume, shown = [], ...options } = request;
  const { basis, assumed, hasLedger } = await basisFor(opened, ledgerPath, assume);
  const undecided = basis.needs.filter(({ decision }) => decision === 'undecided').length;
  const allowing = [...basis.needs, ...basis.rulings].some(({ decision }) => decision === 'allow');
  if (!allowing && (undecided > 0 || !hasLedger)) {
    throw new DiagnosticError([noDecision(ledgerPath, hasLedger, undecided)]);
  }
  checkWorkloads(basis, shown);
  const derivation = derivePolicy(basis, options);
  const { policy } = derivation;
  return { basis, policy, derivation, undecided, assumed, ledgerPath, hasLedger };
}

/** What was seen with what the ledger, and an assumption where it is silent, say of it. */
export async function basisFor(
  opened: OpenAnalysis,
  ledgerPath: string,
  assume: Assumption = 'nothing',
): Promise<{ basis: PolicyBasis; assumed: number; hasLedger: boolean }> {
  const loaded = await loadLedger(ledgerPath);
  const decided = await policyBasis(opened, loaded?.ledger);
  const basis = assume === 'allow-accepted' ? withAcceptedAllowed(decided) : decided;
  const assumed = basis.needs.filter((need, index) => need !== decided.needs[index]).length;
  return { basis, assumed, hasLedger: loaded !== undefined };
}

/** Takes what was accepted, and nobody has decided about, as allowed. A denial stays one. */
function withAcceptedAllowed(basis: PolicyBasis): PolicyBasis {
  const needs = basis.needs.map((need) =>
    need.decision === 'undecided' && need.decidedBy === null && need.status === 'accepted'
      ? { ...need, decision: 'allow' as const }
      : need,
  );
  return { ...basis, needs };
}

function noDecision(path: string, exists: boolean, undecided: number): Diagnostic {
  const waiting = `${plural(undecided, 'need')} ${undecided === 1 ? 'waits' : 'wait'} for a decision`;
  return {
    code: 'policy-no-decision',
    severity: 'error',
    source: path,
    message: exists
      ? `The ledger allows nothing, and ${waiting}: the policy would deny everything.`
      : `There is no ledger, so nothing is allowed, and ${waiting}.`,
    help: `${exists ? '' : '`sluice ledger update` writes one, '}\`sluice ledger review\` asks for decisions; for a first look, --assume allow-accepted takes what was accepted as allowed`,
  };
}

function checkWorkloads({ needs, places }: PolicyBasis, asked: readonly string[]): void {
  const known = [...new Set([...needs, ...places].map(({ workload }) => workload))].sort();
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new DiagnosticError([
    {
      code: 'unknown-workload',
      severity: 'error',
      source: '--workload',
      message: `\`${unknown}\` is no workload here.`,
      help: `known are ${known.join(', ')}`,
    },
  ]);
}
