import { hasPorts, type PortRange, type Prefix, prefixCovers, prefixSize } from '../../net/index.js';
import type { DecidedNeed, DecisionRef, EgressRule, Peer, Ruling, UnexpressedNeed } from '../types.js';
import { Coverage, type DraftRule, piecesInside, sortedPieces } from './coverage.js';
import { marksOf } from './marks.js';
import { portsOf } from './profile.js';
import { intersect, portCount, unite } from './ranges.js';
import { peerText, ruleId } from './rule-id.js';
import { sizeOf } from './services.js';
import { type Family, hasNoPort, referenceKey, type Traffic } from './traffic.js';

export interface FinishContext {
  readonly window: { readonly from: number; readonly to: number };
  readonly scenarioCount: number;
}

export interface Finished {
  readonly rules: readonly EgressRule[];
  readonly unexpressed: readonly UnexpressedNeed[];
}

/** Gives each rule its name, the needs it serves, its excess and its marks. */
export function finish(traffic: Traffic, drafts: readonly DraftRule[], context: FinishContext): Finished {
  const coverage = new Coverage(traffic, drafts);
  const served = new Map<DraftRule, DecidedNeed[]>(drafts.map((draft) => [draft, []]));
  const unexpressed: UnexpressedNeed[] = [];
  for (const need of traffic.needs) {
    if (need.decision !== 'allow') continue;
    const rules = coverage.allowing(need.destination, need.protocol, need.port);
    for (const rule of new Set(rules)) served.get(rule)?.push(need);
    if (rules.length === 0 && hasNoPort(need)) {
      const reason = 'fragments have no port in a flow record, and a rule needs one';
      unexpressed.push({ need: need.id, workload: need.workload, reason });
    }
  }
  const measure = new ExcessMeasure(traffic);
  const rules = drafts.map((draft) => finishRule(draft, served.get(draft) ?? [], traffic, measure, context));
  return { rules: rules.sort(inOrder), unexpressed };
}

function finishRule(
  draft: DraftRule,
  needs: readonly DecidedNeed[],
  traffic: Traffic,
  measure: ExcessMeasure,
  context: FinishContext,
): EgressRule {
  const { peer, protocol } = draft;
  const ports = writtenPorts(protocol, draft.ports);
  const joined = !draft.said && ports !== null && measure.hasGap(draft);
  return {
    id: ruleId({ workload: traffic.workload, peer, protocol, ports }),
    peer,
    protocol,
    ports,
    needs: needs.map(({ id }) => id).sort(),
    decidedBy: decidedBy(draft, needs, traffic),
    excess: peer.kind === 'prefix' ? measure.beyond(peer.prefix, draft) : 0n,
    ...(peer.kind === 'prefix' || draft.said
      ? {}
      : { referenceExcess: referenceExcess(draft, traffic, measure) }),
    marks: marksOf({ needs, protocol, joined, ...context }),
  };
}

/** Ports as a rule writes them: null when it is about all of them. */
export function writtenPorts(protocol: number | null, ports: PortRange): PortRange | null {
  if (protocol === null || !hasPorts(protocol)) return null;
  const all = portsOf(protocol);
  return ports.from === all.from && ports.to === all.to ? null : ports;
}

function referenceExcess(
  { peer, ...draft }: DraftRule,
  traffic: Traffic,
  measure: ExcessMeasure,
): bigint | null {
  const members = traffic.membersOf(peer);
  if (members === null) return null;
  return members.reduce((sum, prefix) => sum + measure.beyond(prefix, draft), 0n);
}

/** Counts what is allowed by rules and by nobody in the ledger. */
export class ExcessMeasure {
  readonly #pieces: Readonly<Record<Family, ReturnType<typeof sortedPieces>>>;

  constructor(traffic: Traffic) {
    this.#pieces = { 4: sortedPieces(traffic.zones[4]), 6: sortedPieces(traffic.zones[6]) };
  }

  /** Cells of a prefix under a protocol and ports that are not allowed. */
  beyond(prefix: Prefix, { protocol, ports }: Pick<DraftRule, 'protocol' | 'ports'>): bigint {
    const size = sizeOf(protocol, ports);
    return piecesInside(this.#pieces[prefix.family], prefix).reduce(
      (sum, { prefix: piece, zone }) =>
        sum - prefixSize(piece) * (size - zone.profile.beyond(protocol, ports)),
      prefixSize(prefix) * size,
    );
  }

  /** Whether some port of the rule is allowed for none of its addresses. */
  hasGap({ protocol, ports, reach }: DraftRule): boolean {
    if (protocol === null) return false;
    const allowed = reach
      .flatMap((prefix) => piecesInside(this.#pieces[prefix.family], prefix))
      .flatMap(({ zone }) => zone.profile.allowed(protocol));
    return portCount(intersect(unite(allowed), [ports])) < ports.to - ports.from + 1;
  }
}

function decidedBy(draft: DraftRule, needs: readonly DecidedNeed[], traffic: Traffic): DecisionRef[] {
  const refs = new Map<number, DecisionRef>();
  for (const { decidedBy: ref } of needs) if (ref !== null) refs.set(ref.line, ref);
  for (const ruling of traffic.rulings) {
    if (ruling.decision === 'allow' && asksFor(ruling, draft, traffic))
      refs.set(ruling.decidedBy.line, ruling.decidedBy);
  }
  return [...refs.values()].sort((a, b) => a.line - b.line);
}

/** Whether a line asks for something that the rule allows. */
function asksFor(ruling: Ruling, { peer, protocol, ports, reach }: DraftRule, traffic: Traffic): boolean {
  if (ruling.protocol !== null && protocol !== null && ruling.protocol !== protocol) return false;
  const asked = ruling.ports ?? ports;
  if (intersect([asked], [ports]).length === 0) return false;
  return ruling.peers.some((each) => {
    if (isSame(each, peer)) return true;
    const members = traffic.membersOf(each) ?? [];
    return members.some((member) =>
      reach.some((prefix) => prefixCovers(prefix, member) || prefixCovers(member, prefix)),
    );
  });
}

function isSame(a: Peer, b: Peer): boolean {
  return a.kind !== 'prefix' && b.kind !== 'prefix' && referenceKey(a) === referenceKey(b);
}

const kinds: readonly Peer['kind'][] = ['security-group', 'prefix-list', 'domain', 'prefix'];

/** References before prefixes, then by peer, protocol and port, so that a change of one rule moves no other. */
function inOrder(a: EgressRule, b: EgressRule): number {
  return (
    kinds.indexOf(a.peer.kind) - kinds.indexOf(b.peer.kind) ||
    comparePeers(a.peer, b.peer) ||
    (a.protocol ?? -1) - (b.protocol ?? -1) ||
    (a.ports?.from ?? -1) - (b.ports?.from ?? -1)
  );
}

function comparePeers(a: Peer, b: Peer): number {
  if (a.kind === 'prefix' && b.kind === 'prefix') {
    if (a.prefix.family !== b.prefix.family) return a.prefix.family - b.prefix.family;
    if (a.prefix.value !== b.prefix.value) return a.prefix.value < b.prefix.value ? -1 : 1;
    return a.prefix.length - b.prefix.length;
  }
  const [one, other] = [peerText(a), peerText(b)];
  return one === other ? 0 : one < other ? -1 : 1;
}
