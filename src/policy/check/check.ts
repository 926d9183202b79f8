import { type Prefix, prefixCovers } from '../../net/index.js';
import { Coverage, type DraftRule } from '../derive/coverage.js';
import { ExcessMeasure, writtenPorts } from '../derive/finish.js';
import { portsOf } from '../derive/profile.js';
import { subtract, unite } from '../derive/ranges.js';
import { narrowed } from '../derive/tighten.js';
import {
  basisByWorkload,
  hasNoPort,
  referenceKey,
  type Traffic,
  trafficOf,
  workloadsOf,
} from '../derive/traffic.js';
import { holdsName } from '../ledger/match.js';
import type { DecidedNeed, EgressPolicy, EgressRule, PolicyBasis, WorkloadPolicy } from '../types.js';
import { decidePolicy } from './decide-policy.js';
import type { CheckFinding } from './findings.js';
import { NeedsByAddress } from './needs-by-address.js';

/** What was proven, and what was not. */
export interface CheckResult {
  readonly findings: readonly CheckFinding[];
  readonly rules: number;
  /** Needs that were tried, by what was decided about them. */
  readonly needs: { readonly allow: number; readonly deny: number; readonly undecided: number };
  /** Allowed needs that no rule can express. */
  readonly unexpressed: number;
}

/**
 * Proves a policy against what was decided: every allowed need and every line that allows passes; everything denied, and
 * everything undecided that was seen, fails; no rule can be dropped; and none can be narrowed to a half of its prefix, to
 * its ports without the first or the last, or from every protocol to one. What does not hold has an example that shows it.
 * It is exact over addresses, protocols and ports, not a sample: the space is parted where a line, a need or a rule begins.
 */
export function checkPolicy(policy: EgressPolicy, basis: PolicyBasis): CheckResult {
  const known = workloadsOf(basis);
  const named = new Map(policy.workloads.map((each) => [each.place.workload, each]));
  const basisOf = basisByWorkload(basis);
  const findings: CheckFinding[] = [];
  for (const workload of known) {
    const rules = named.get(workload)?.rules ?? [];
    findings.push(...new WorkloadCheck(policy, basisOf(workload), workload, rules).findings());
  }
  for (const { place } of policy.workloads) {
    if (!known.includes(place.workload))
      findings.push({ kind: 'unknown-workload', workload: place.workload });
  }
  const count = (decision: string) => basis.needs.filter((need) => need.decision === decision).length;
  return {
    findings,
    rules: policy.workloads.reduce((sum, { rules }: WorkloadPolicy) => sum + rules.length, 0),
    needs: { allow: count('allow'), deny: count('deny'), undecided: count('undecided') },
    unexpressed: basis.needs.filter((need) => need.decision === 'allow' && hasNoPort(need)).length,
  };
}

class WorkloadCheck {
  readonly #policy: EgressPolicy;
  readonly #workload: string;
  readonly #traffic: Traffic;
  readonly #coverage: Coverage;
  readonly #drafts: ReadonlyMap<DraftRule, EgressRule>;

  constructor(policy: EgressPolicy, basis: PolicyBasis, workload: string, rules: readonly EgressRule[]) {
    this.#policy = policy;
    this.#workload = workload;
    const bounds = rules.flatMap(({ peer }) =>
      peer.kind === 'prefix' ? [peer.prefix] : peer.kind === 'prefix-list' ? (peer.prefixes ?? []) : [],
    );
    this.#traffic = trafficOf(basis, workload, bounds);
    this.#drafts = new Map(rules.map((rule) => [draftOf(rule, this.#traffic), rule]));
    this.#coverage = new Coverage(this.#traffic, [...this.#drafts.keys()]);
  }

  findings(): CheckFinding[] {
    return [
      ...this.#blockedNeeds(),
      ...this.#blockedLines(),
      ...this.#leaks(),
      ...this.#wide(),
      ...this.#wrongRecords(),
    ];
  }

  #decide(need: DecidedNeed) {
    const { destination, protocol, port, peers } = need;
    return decidePolicy(this.#policy, this.#workload, destination, protocol, port, peers);
  }

  /** Rules that allow a need, also by the domain of the line that decided it. */
  #allowing(need: DecidedNeed): DraftRule[] {
    return this.#coverage.allowing(need.destination, need.protocol, need.port);
  }

  *#blockedNeeds(): Generator<CheckFinding> {
    for (const need of this.#traffic.needs) {
      if (need.decision !== 'allow' || hasNoPort(need) || this.#allowing(need).length > 0) continue;
      const verdict = this.#decide(need);
      const closest = verdict.action === 'deny' ? verdict.closest : null;
      yield { kind: 'blocked-need', workload: this.#workload, need, closest };
    }
  }

  *#blockedLines(): Generator<CheckFinding> {
    const workload = this.#workload;
    const seen = new Set<string>();
    const allowed = new Set(
      this.#traffic.needs
        .filter((need) => need.decision === 'allow')
        .map((need) => `${need.destination.value} ${need.protocol} ${need.port}`),
    );
    for (const { prefix, protocol, ports } of this.#coverage.missing()) {
      const isNeed = ports.from === ports.to && allowed.has(`${prefix.value} ${protocol} ${ports.from}`);
      // One example of each line and service: a block that is missing has many pieces.
      const decidedBy = isNeed ? null : this.#decidedBy(prefix, protocol);
      const key = `${decidedBy?.line} ${protocol} ${ports.from}-${ports.to}`;
      if (isNeed || seen.has(key)) continue;
      seen.add(key);
      const example = { prefix, protocol, ports: writtenPorts(protocol, ports) };
      yield { kind: 'blocked-line', workload, decidedBy, peer: null, example };
    }
    yield* this.#blockedReferences();
  }

  /** A group, list or domain of unknown members is allowed only by a rule that names it. */
  *#blockedReferences(): Generator<CheckFinding> {
    for (const [key, { peer, profile }] of this.#traffic.references) {
      if (this.#traffic.membersOf(peer) !== null) continue;
      const rules = [...this.#drafts.keys()].filter(
        (each) => each.peer.kind !== 'prefix' && referenceKey(each.peer) === key,
      );
      if (rules.some(({ protocol }) => protocol === null)) continue;
      const protocols = profile.restAllowed ? [null] : [...profile.protocols];
      for (const protocol of protocols) {
        const held = unite(rules.filter((each) => each.protocol === protocol).map(({ ports }) => ports));
        const allowed = protocol === null ? [portsOf(6)] : profile.allowed(protocol);
        const [ports] = subtract(allowed, held);
        if (ports === undefined) continue;
        const ruling = this.#traffic.rulings.findLast(({ peers }) =>
          peers.some((each) => each.kind !== 'prefix' && referenceKey(each) === key),
        );
        const example = { prefix: null, protocol, ports: writtenPorts(protocol, ports) };
        const decidedBy = ruling?.decidedBy ?? null;
        yield { kind: 'blocked-line', workload: this.#workload, decidedBy, peer, example };
      }
    }
  }

  /** The most specific line that allows the protocol at an address. */
  #decidedBy(prefix: Prefix, protocol: number | null) {
    const ruling = this.#traffic.rulings.findLast(
      (each) =>
        each.decision === 'allow' &&
        (each.protocol === null || each.protocol === protocol) &&
        each.peers.some((peer) =>
          this.#traffic.membersOf(peer)?.some((member) => prefixCovers(member, prefix)),
        ),
    );
    return ruling?.decidedBy ?? null;
  }

  *#leaks(): Generator<CheckFinding> {
    const seen = new Set<string>();
    const forbidden = new NeedsByAddress(this.#traffic.needs.filter(({ decision }) => decision !== 'allow'));
    for (const { rule: draft, prefix, protocol, ports } of this.#coverage.leaking()) {
      const rule = this.#drafts.get(draft);
      const need = forbidden.first(prefix, protocol, ports);
      const key = need?.id ?? `${rule?.id} ${protocol} ${ports.from}`;
      if (rule === undefined || seen.has(key)) continue;
      seen.add(key);
      const example = { prefix, protocol, ports: writtenPorts(protocol, ports) };
      yield { kind: 'leak', workload: this.#workload, rule, example, need: need ?? null };
    }
  }

  *#wide(): Generator<CheckFinding> {
    for (const [draft, rule] of this.#drafts) {
      const loss = this.#coverage.lossOf(draft);
      if (loss === undefined) {
        yield { kind: 'spare', workload: this.#workload, rule };
        continue;
      }
      const { peer, protocol, ports } = narrowed(draft, loss);
      if (peer === draft.peer && protocol === draft.protocol && ports === draft.ports) continue;
      const narrower = { peer, protocol, ports: writtenPorts(protocol, ports) };
      yield { kind: 'narrowable', workload: this.#workload, rule, narrower };
    }
  }

  *#wrongRecords(): Generator<CheckFinding> {
    const workload = this.#workload;
    const measure = new ExcessMeasure(this.#traffic);
    const needs = new Map(this.#traffic.needs.map((need) => [need.id, need]));
    for (const [draft, rule] of this.#drafts) {
      const excess = rule.peer.kind === 'prefix' ? measure.beyond(rule.peer.prefix, draft) : 0n;
      if (excess !== rule.excess) {
        yield { kind: 'wrong-record', workload, rule, what: `its excess is ${excess}, not ${rule.excess}` };
      }
      for (const id of rule.needs) {
        const need = needs.get(id);
        if (need !== undefined && this.#allowing(need).includes(draft)) continue;
        const what = need === undefined ? 'is not there' : 'is not served by it';
        yield { kind: 'wrong-record', workload, rule, what: `the need \`${id}\` ${what}` };
      }
    }
  }
}

/** A rule with the addresses that it reaches, as far as groups, lists and names tell. */
function draftOf(rule: EgressRule, traffic: Traffic): DraftRule {
  const { needs } = traffic;
  const { peer, protocol } = rule;
  const ports = rule.ports ?? portsOf(protocol ?? 6);
  if (peer.kind === 'prefix') return { peer, protocol, ports, said: false, reach: [peer.prefix] };
  const key = referenceKey(peer);
  const known = needs.filter((need) =>
    need.peers.some((each) => {
      if (each.kind === 'domain' && peer.kind === 'domain') return holdsName(peer.name, each.name);
      return each.kind !== 'prefix' && referenceKey(each) === key;
    }),
  );
  const decided = traffic.rulings
    .filter(({ peers }) => peers.some((each) => each.kind === 'domain' && referenceKey(each) === key))
    .flatMap((each) => each.needs);
  const byLine = needs.filter(({ id }) => decided.includes(id));
  const members =
    peer.kind === 'prefix-list' && peer.prefixes !== null ? peer.prefixes : traffic.membersOf(peer);
  const reach = [...(members ?? []), ...[...known, ...byLine].map(({ destination }) => destination)];
  return { peer, protocol, ports, said: traffic.references.has(key), reach };
}
