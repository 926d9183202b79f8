import type { PortRange, Prefix } from '../../net/index.js';
import type { AddressSet } from '../address-set.js';
import { both } from '../judge.js';
import type { RuleShape } from '../shapes.js';
import type { Layer, Rule } from '../types.js';
import { firewallSets } from './allowed.js';
import { statefulBoxes, statelessBoxes } from './header-boxes.js';
import type { Firewall, PortSet, StatefulRule, StatelessRule } from './model.js';
import { judgeStateful } from './stateful.js';
import { judgeStateless } from './stateless.js';

/**
 * A firewall policy on everything that leaves the VPC, as if all of it went through the firewall's endpoints. Where one
 * engine lets a packet go on, the stateful engine decides (Network Firewall Developer Guide, "How rules are processed").
 */
export function firewallLayer(firewall: Firewall): Layer {
  const { stateless, stateful } = firewall;
  const sets: readonly AddressSet[] = [
    ...stateless.flatMap((rule) => [...rule.sources, ...rule.destinations]),
    ...stateful.flatMap((rule) => [rule.source, rule.destination]),
  ];
  const prefixes: readonly (readonly Prefix[])[] = sets.flatMap((set) =>
    set.prefixes.map((prefix) => [prefix]),
  );
  const ports: readonly PortRange[] = [
    ...stateless.flatMap((rule) => [...rule.sourcePorts, ...rule.destinationPorts]),
    ...stateful.flatMap((rule) => [...rangesOf(rule.sourcePorts), ...rangesOf(rule.destinationPorts)]),
    ...namedPorts,
  ];
  const rules: readonly Rule[] = [...stateless, ...stateful].map((each) => each.rule);
  return {
    kind: 'network firewall',
    rules,
    destinations: prefixes,
    sources: prefixes,
    ports,
    clientPorts: ports,
    shapes: [...stateless.map(statelessShape), ...stateful.flatMap(statefulShape)],
    sets: () => firewallSets(firewall),
    asksNames: stateful.length > 0,
    originKey: () => '',
    judge: (flow) => {
      if (flow.reach !== 'leaving') return { kind: 'passes', rules: [] };
      const first = judgeStateless(firewall, flow);
      if (first.kind !== 'forward') return first;
      return both({ ...first, kind: 'passes' }, judgeStateful(firewall, flow));
    },
  };
}

function statelessShape(each: StatelessRule, order: number): RuleShape {
  const { rule, action } = each;
  return { rule, scope: 'stateless rules', way: 'out', boxes: statelessBoxes(each), order, effect: action };
}

/** An alert decides nothing. Rules about packets to the client let answers in. */
function statefulShape(each: StatefulRule, order: number): RuleShape[] {
  const { rule, action, plain } = each;
  if (action === 'alert') return [];
  const shape: RuleShape = {
    ...{ rule, scope: 'stateful rules', way: plain?.toServer === false ? 'in' : 'out' },
    ...{ boxes: statefulBoxes(each), order, effect: action === 'pass' ? 'pass' : 'drop' },
  };
  const packets = [plain?.toServer ?? null, plain?.established ?? null];
  return [packets.every((part) => part === null) ? shape : { ...shape, packets: packets.join(' ') }];
}

function rangesOf({ ranges, except }: PortSet): readonly PortRange[] {
  return [...(ranges ?? []), ...except];
}

const namedPorts = [80, 443].map((port) => ({ from: port, to: port }));
