import type { Diagnostic } from '../../base/index.js';
import type { EgressPolicy, PolicyBasis, UnexpressedNeed, WorkloadPlace, WorkloadPolicy } from '../types.js';
import { chooseRules, FamilyBudget, type Quota } from './budget.js';
import type { DraftRule } from './coverage.js';
import { finish } from './finish.js';
import { holeFaults, misfit, nothingKnown } from './messages.js';
import { type Reference, ReferenceChooser } from './references.js';
import { servicesOf } from './services.js';
import { tighten } from './tighten.js';
import { type TradeOff, tradeOffsOf } from './trade-off.js';
import { basisByWorkload, families, type Traffic, trafficOf, workloadsOf } from './traffic.js';
import { weightOf } from './weights.js';

export interface DeriveOptions {
  /**
   * Rules of a workload for each family; default 60, what a security group takes in one direction (VPC User Guide,
   * "Amazon VPC quotas"). `Infinity` is no bound.
   */
  readonly maxRules?: number;
  /** Most excess of a workload over both families; default any. The policy then has as few rules as that allows. */
  readonly maxExcess?: bigint;
  /** Only these; default all. */
  readonly workloads?: readonly string[];
  /** Whether many ephemeral ports of one destination become one range; default true. Without it nothing has excess. */
  readonly joinPorts?: boolean;
  /** Also say what other numbers of rules would cost; default false. */
  readonly tradeOff?: boolean;
}

export interface Derivation {
  /** Undefined after an error. */
  readonly policy: EgressPolicy | undefined;
  /** Errors name what does not fit, with what would; warnings what a line allows and no rule can say. */
  readonly diagnostics: readonly Diagnostic[];
  readonly tradeOffs: readonly TradeOff[];
}

export const defaultMaxRules = 60;

/**
 * The least policy: for each workload the rules that allow every allowed need and every line that allows, and nothing that
 * is denied, or undecided though it was seen. Within the quota the excess is the least that rules have whose protocol and
 * ports are as they were allowed; see docs/explanation/least-policy.md.
 */
export function derivePolicy(basis: PolicyBasis, options: DeriveOptions = {}): Derivation {
  const names = workloadsOf(basis).filter((name) => options.workloads?.includes(name) ?? true);
  const scenarioCount = new Set(basis.needs.flatMap(({ scenarios }) => scenarios)).size;
  const basisOf = basisByWorkload(basis);
  const derived = names.map((name) => deriveWorkload(basisOf(name), name, scenarioCount, options));
  const diagnostics = derived.flatMap((each) => each.diagnostics);
  const unexpressed = derived.flatMap((each) => each.unexpressed);
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  const policy = {
    workloads: derived.flatMap((each) => each.policy ?? []),
    ...(unexpressed.length === 0 ? {} : { unexpressed }),
    ownPrefixes: basis.ownPrefixes,
    window: basis.window,
  };
  return {
    policy: failed ? undefined : policy,
    diagnostics,
    tradeOffs: derived.flatMap((each) => each.tradeOffs),
  };
}

interface DerivedWorkload {
  readonly policy: WorkloadPolicy | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly unexpressed: readonly UnexpressedNeed[];
  readonly tradeOffs: readonly TradeOff[];
}

function deriveWorkload(
  basis: PolicyBasis,
  workload: string,
  scenarioCount: number,
  options: DeriveOptions,
): DerivedWorkload {
  const traffic = trafficOf(basis, workload);
  const chooser = new ReferenceChooser(traffic, options.joinPorts ?? true);
  const said = chooser.said();
  const warnings = nothingKnown(traffic);
  const holes = holeFaults(traffic, chooser.faults);
  if (holes.length > 0) return failure([...warnings, ...holes], []);
  const quota: Quota = { maxRules: options.maxRules ?? defaultMaxRules, maxExcess: options.maxExcess };
  const plan = planRules(traffic, said, chooser.chosen(said), quota, options);
  const choice = chooseRules(plan.budgets, quota);
  const rules = choice.kind === 'fits' ? choice.rules : undefined;
  const tradeOffs =
    options.tradeOff === true ? tradeOffsOf(workload, plan.budgets, quota.maxRules, rules) : [];
  if (choice.kind !== 'fits')
    return failure([...warnings, misfit(workload, choice, quota, plan.references)], tradeOffs);
  const drafts = [
    ...plan.references,
    ...plan.budgets.flatMap((budget, index) => draftsOf(budget, choice.rules[index] ?? 0)),
  ];
  const finished = finish(traffic, tighten(traffic, drafts), { window: basis.window, scenarioCount });
  const excess = finished.rules.reduce((sum, rule) => sum + rule.excess, 0n);
  return {
    policy: { place: placeOf(basis, workload), rules: finished.rules, excess },
    diagnostics: warnings,
    unexpressed: finished.unexpressed,
    tradeOffs,
  };
}

function failure(diagnostics: readonly Diagnostic[], tradeOffs: readonly TradeOff[]): DerivedWorkload {
  return { policy: undefined, diagnostics, unexpressed: [], tradeOffs };
}

interface RulePlan {
  readonly references: readonly Reference[];
  readonly budgets: readonly FamilyBudget[];
}

/**
 * References first, prefixes for the rest. A chosen prefix list counts with all its entries: while the rules do not fit
 * without excess, the heaviest one that takes more than what it serves gives way to prefixes.
 */
function planRules(
  traffic: Traffic,
  said: readonly Reference[],
  chosen: readonly Reference[],
  { maxRules }: Quota,
  { joinPorts = true }: DeriveOptions,
): RulePlan {
  let kept = [...chosen];
  for (;;) {
    const references = [...said, ...kept];
    const budgets = families.map((family) => {
      const fixed = references.reduce((sum, { peer }) => sum + weightOf(peer, family), 0);
      return new FamilyBudget(family, servicesOf(traffic, family, references, joinPorts), fixed);
    });
    if (budgets.every((budget) => budget.exactRules <= maxRules)) return { references, budgets };
    const heaviest = kept.filter(isHeavy).sort((a, b) => weight(b) - weight(a))[0];
    if (heaviest === undefined) return { references, budgets };
    kept = kept.filter((each) => each !== heaviest);
  }
}

function isHeavy(reference: Reference): boolean {
  return reference.peer.kind === 'prefix-list' && weight(reference) > 1;
}

function weight({ peer }: Reference): number {
  return Math.max(...families.map((family) => weightOf(peer, family)));
}

function draftsOf(budget: FamilyBudget, rules: number): DraftRule[] {
  return budget.prefixes(rules).flatMap((prefixes, index) => {
    const service = budget.services[index];
    if (service === undefined) return [];
    const { protocol, ports } = service;
    return prefixes.map((prefix) => ({
      peer: { kind: 'prefix' as const, prefix },
      protocol,
      ports,
      said: false,
      reach: [prefix],
    }));
  });
}

function placeOf({ places }: PolicyBasis, workload: string): WorkloadPlace {
  return (
    places.find((each) => each.workload === workload) ?? {
      workload,
      securityGroups: [],
      subnets: [],
      vpcId: null,
      addresses: [],
    }
  );
}
