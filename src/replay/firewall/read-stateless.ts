import { formatPrefix, type PortRange } from '../../net/index.js';
import { type AddressSet, prefixSet } from '../address-set.js';
import type { Members } from '../document/members.js';
import { type StatelessAction, type StatelessRule, type TcpFlag, tcpFlags } from './model.js';
import { prefixesIn } from './variables.js';

const actions: Readonly<Record<string, StatelessAction>> = {
  'aws:pass': 'pass',
  'aws:drop': 'drop',
  'aws:forward_to_sfe': 'forward',
};

/** Which of the three actions a list names; the other ones are custom actions, which publish metrics and change nothing. */
export function readActions(from: Members, member: string): StatelessAction | undefined {
  const texts = from.texts(member);
  const found = texts.flatMap(({ value }) => actions[value] ?? []);
  if (found.length === 1) return found[0];
  from.wrong(from.spanOf(member), `exactly one of ${Object.keys(actions).join(', ')}`);
  return undefined;
}

/** The rules of `StatelessRulesAndCustomActions` (API), in the order of their priorities. */
export function readStatelessRules(source: Members, group: string): StatelessRule[] {
  source.only('`StatelessRulesAndCustomActions`', 'StatelessRules', 'CustomActions');
  return source
    .objects('StatelessRules')
    .flatMap((rule) => readRule(rule, group) ?? [])
    .sort((a, b) => a.priority - b.priority);
}

function readRule(rule: Members, group: string): StatelessRule | undefined {
  rule.only('a stateless rule', 'RuleDefinition', 'Priority');
  const priority = rule.number('Priority');
  const definition = rule.child('RuleDefinition');
  const match = definition?.child('MatchAttributes');
  if (definition === undefined || match === undefined || priority === null) {
    rule.wrong(rule.span, 'a rule with `Priority`, `Actions` and `MatchAttributes`');
    return undefined;
  }
  definition.only('`RuleDefinition`', 'MatchAttributes', 'Actions');
  match.only('`MatchAttributes`', ...matchMembers);
  const action = readActions(definition, 'Actions');
  if (action === undefined) return undefined;
  const parts = {
    sources: addresses(match, 'Sources'),
    destinations: addresses(match, 'Destinations'),
    sourcePorts: ports(match, 'SourcePorts'),
    destinationPorts: ports(match, 'DestinationPorts'),
    protocols: protocolsOf(match),
    flags: match.objects('TCPFlags').map(readFlags),
  };
  const text = `${priority} ${action} ${describe(parts)}`;
  return {
    rule: { layer: 'network firewall', owner: group, text, place: rule.place, allows: action !== 'drop' },
    ...{ priority, action, ...parts },
  };
}

const matchMembers = ['Sources', 'Destinations', 'SourcePorts', 'DestinationPorts', 'Protocols', 'TCPFlags'];

function addresses(match: Members, member: string): AddressSet[] {
  return match.objects(member).flatMap((each) => {
    const prefixes = prefixesIn(each.text('AddressDefinition') ?? '');
    if (prefixes !== undefined) return [prefixSet(prefixes)];
    each.wrong(each.span, 'an `AddressDefinition` with an address or prefix');
    return [];
  });
}

function ports(match: Members, member: string): PortRange[] {
  return match.objects(member).flatMap((each) => {
    const [from, to] = [each.number('FromPort'), each.number('ToPort')];
    if (from !== null && to !== null && from <= to) return [{ from, to }];
    each.wrong(each.span, '`FromPort` and `ToPort` in order');
    return [];
  });
}

function protocolsOf(match: Members): number[] {
  return match.items('Protocols').flatMap((item) => {
    if (item.kind === 'scalar' && typeof item.value === 'number') return [item.value];
    match.wrong(item.span, 'a protocol number');
    return [];
  });
}

function readFlags(each: Members): StatelessRule['flags'][number] {
  const read = (member: string) =>
    each.texts(member).flatMap(({ value, span }) => {
      const flag = tcpFlags.find((known): known is TcpFlag => known === value);
      if (flag === undefined) each.wrong(span, `one of ${tcpFlags.join(', ')}`);
      return flag ?? [];
    });
  return { set: read('Flags'), mask: read('Masks') };
}

function describe(parts: Omit<StatelessRule, 'rule' | 'priority' | 'action'>): string {
  const list = (sets: readonly AddressSet[]) =>
    sets.length === 0 ? 'any' : sets.flatMap((set) => set.prefixes.map(formatPrefix)).join(',');
  const range = (ranges: readonly PortRange[]) =>
    ranges.length === 0
      ? ''
      : `:${ranges.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(',')}`;
  const protocols = parts.protocols.length === 0 ? '' : ` protocol ${parts.protocols.join(',')}`;
  return `${list(parts.sources)}${range(parts.sourcePorts)} to ${list(parts.destinations)}${range(parts.destinationPorts)}${protocols}`;
}
