import { all, any, type Match, not, portMatches } from '../match.js';
import type { Unknown } from '../reasons.js';
import type { Flow, LayerVerdict, Rule } from '../types.js';
import type { Firewall, Packet, PortSet, StatefulRule } from './model.js';
import { statefulActions } from './model.js';
import { endsOf, packetsOf } from './packets.js';
import { firewallProtocolMatches } from './protocols.js';

/**
 * Rules in the order in which they are evaluated (Network Firewall Developer Guide, "Evaluation order for stateful rule
 * groups"): in strict order as the groups and their texts have them; in default order pass before drop before reject
 * before alert, each by the `priority` keyword, whatever the order of the text.
 */
export function inEvaluationOrder(rules: readonly StatefulRule[], order: Firewall['order']): StatefulRule[] {
  if (order === 'strict') return [...rules];
  return rules
    .map((rule, index) => ({ rule, index }))
    .sort(
      (a, b) =>
        statefulActions.indexOf(a.rule.action) - statefulActions.indexOf(b.rule.action) ||
        a.rule.priority - b.rule.priority ||
        a.index - b.index,
    )
    .map(({ rule }) => rule);
}

/**
 * Follows the packets of a connection through the rules. A rule that passes lets the whole connection pass, one that
 * drops or rejects ends it; an alert goes on. A rule that may match leaves its action open, and only where nothing
 * open would change the end is that told.
 */
export function judgeStateful(firewall: Firewall, flow: Flow): LayerVerdict {
  const open: { readonly passes: boolean; readonly reason: Unknown; readonly rule: Rule }[] = [];
  const settle = (verdict: Decided): LayerVerdict => {
    const passes = verdict.kind === 'passes';
    const [first] = open;
    const maybe = [...new Set(open.map(({ rule }) => rule))];
    if (first === undefined || open.every((each) => each.passes === passes)) return { ...verdict, maybe };
    const decides = verdict.kind === 'passes' ? verdict.rules : (verdict.rule ?? []);
    return { kind: 'unknown', reason: first.reason, rules: maybe.concat(decides) };
  };
  for (const packet of packetsOf(flow)) {
    for (const each of firewall.stateful) {
      if (each.action === 'alert') continue;
      const match = matches(each, packet);
      if (match === true) return settle(verdictOf(each));
      if (match !== false) open.push({ passes: each.action === 'pass', reason: match, rule: each.rule });
    }
    if (droppedByDefault(firewall, packet)) {
      return settle({ kind: 'blocked', rule: null, reason: 'dropped-by-default' });
    }
  }
  return settle({ kind: 'passes', rules: [] });
}

type Decided = Exclude<LayerVerdict, { kind: 'unknown' }>;

function verdictOf({ action, rule }: StatefulRule): Decided {
  const rules: readonly Rule[] = [rule];
  return action === 'pass' ? { kind: 'passes', rules } : { kind: 'blocked', rule, reason: 'dropped' };
}

/** `aws:drop_established` lets a TCP handshake through, and drops everything of other protocols that nothing passes. */
function droppedByDefault({ order, statefulDefault }: Firewall, packet: Packet): boolean {
  if (order === 'default' || statefulDefault === 'none') return false;
  return statefulDefault === 'drop-strict' || packet.flow.protocol !== 6 || packet.established;
}

function matches(rule: StatefulRule, packet: Packet): Match {
  const { from, to } = endsOf(packet);
  const ported = packet.flow.protocol === 6 || packet.flow.protocol === 17 || packet.flow.protocol === 132;
  const way = (source: typeof from, destination: typeof to): Match =>
    all(
      rule.source.holds(source.address),
      rule.destination.holds(destination.address),
      portsMatch(rule.sourcePorts, source.port, ported),
      portsMatch(rule.destinationPorts, destination.port, ported),
    );
  const header = rule.bothWays ? any([way(from, to), way(to, from)]) : way(from, to);
  if (header === false) return false;
  // What a rule asks for tells more than the protocol that it needs for it.
  const conditions = rule.conditions.map((condition) => condition(packet));
  return all(header, ...conditions, firewallProtocolMatches(rule.protocol, packet));
}

function portsMatch({ ranges, except }: PortSet, port: number | null, ported: boolean): Match {
  if (ranges === null && except.length === 0) return true;
  if (!ported) return false;
  const within = ranges === null ? true : any(ranges.map((range) => portMatches(range, port)));
  return all(within, not(any(except.map((range) => portMatches(range, port)))));
}
