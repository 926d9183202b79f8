import type { PortRange } from '../../net/index.js';
import { all, any, type Match, portMatches } from '../match.js';
import type { Unknown } from '../reasons.js';
import type { Flow, LayerVerdict, Rule } from '../types.js';
import type { Firewall, Packet, StatelessAction, StatelessRule } from './model.js';
import { endsOf, packetsOf } from './packets.js';

/** What the stateless engine does with a connection: decides, or leaves it to the stateful engine. */
export type StatelessVerdict =
  | LayerVerdict
  | { readonly kind: 'forward'; readonly rules: readonly Rule[]; readonly maybe: readonly Rule[] };

/**
 * The stateless engine looks at each packet alone, in the order of priorities; the first rule that matches decides, else
 * the default action, which fragments of UDP have for themselves (Network Firewall Developer Guide, "Stateless default
 * actions"). Both directions must get through.
 */
export function judgeStateless(firewall: Firewall, flow: Flow): StatelessVerdict {
  const found = packetsOf(flow).map((packet) => decide(firewall, packet));
  const maybe = [...new Set(found.flatMap((each) => each.open))];
  const dropped = found.find((each) => each.reason === undefined && each.action === 'drop');
  if (dropped !== undefined) {
    const { rule } = dropped;
    const before = rulesIn(found.slice(0, found.indexOf(dropped)));
    return { kind: 'blocked', rule, reason: rule === null ? 'dropped-by-default' : 'dropped', before, maybe };
  }
  const rules = rulesIn(found);
  const open = found.find((each) => each.reason !== undefined);
  const reason = open?.reason ?? 'one-way-stateless';
  if (open === undefined && found.every(({ action }) => action === 'pass'))
    return { kind: 'passes', rules, maybe };
  if (open === undefined && found.every(({ action }) => action === 'forward'))
    return { kind: 'forward', rules, maybe };
  return { kind: 'unknown', reason, rules: [...new Set([...rules, ...maybe])] };
}

/** The rules that decide, each once. */
function rulesIn(decisions: readonly Decision[]): readonly Rule[] {
  return [...new Set(decisions.flatMap(({ rule }) => rule ?? []))];
}

interface Decision {
  readonly action: StatelessAction;
  readonly rule: Rule | null;
  /** Why another action is possible too; then the action says nothing. */
  readonly reason?: Unknown;
  /** Rules that may decide before it. */
  readonly open: readonly Rule[];
}

function decide(firewall: Firewall, packet: Packet): Decision {
  const open: { action: StatelessAction; reason: Unknown; rule: Rule }[] = [];
  const settle = (action: StatelessAction, rule: Rule | null): Decision => {
    const other = open.find((each) => each.action !== action);
    const shared = { action, rule, open: open.map((each) => each.rule) };
    return other === undefined ? shared : { ...shared, reason: other.reason };
  };
  for (const each of firewall.stateless) {
    const match = matches(each, packet);
    if (match === true) return settle(each.action, each.rule);
    if (match !== false) open.push({ action: each.action, reason: match, rule: each.rule });
  }
  const fragment = packet.flow.protocol === 17 && packet.flow.port === null;
  return settle(fragment ? firewall.fragmentDefault : firewall.statelessDefault, null);
}

function matches(rule: StatelessRule, packet: Packet): Match {
  const { protocol } = packet.flow;
  const { from, to } = endsOf(packet);
  const among = (sets: StatelessRule['sources'], end: typeof from): Match =>
    sets.length === 0 || any(sets.map((set) => set.holds(end.address)));
  // Ports are asked of TCP and UDP only (API, MatchAttributes).
  const ported = protocol === 6 || protocol === 17;
  const portAmong = (ranges: readonly PortRange[], port: number | null): Match =>
    ranges.length === 0 || !ported || any(ranges.map((range) => portMatches(range, port)));
  return all(
    rule.protocols.length === 0 || rule.protocols.includes(protocol),
    among(rule.sources, from),
    among(rule.destinations, to),
    portAmong(rule.sourcePorts, from.port),
    portAmong(rule.destinationPorts, to.port),
    flagsMatch(rule, packet),
  );
}

function flagsMatch({ flags }: StatelessRule, packet: Packet): boolean {
  if (flags.length === 0) return true;
  if (packet.flow.protocol !== 6) return false;
  return flags.some(({ set, mask }) => {
    const inspected = mask.length === 0 ? packet.flags : packet.flags.filter((flag) => mask.includes(flag));
    return set.every((flag) => inspected.includes(flag)) && inspected.every((flag) => set.includes(flag));
  });
}
