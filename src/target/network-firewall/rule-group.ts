import { formatPrefix } from '../../net/index.js';
import type { JsonValue } from '../cloudformation.js';
import type { TargetOptions } from '../types.js';
import type { FirewallDraft, FirewallRule } from './draft.js';
import { defaultSids } from './signature-ids.js';
import { hasNames, suricataText } from './suricata.js';

/** Rules grow; a capacity cannot be raised later without a new group (Network Firewall Developer Guide). */
export function capacityOf(draft: FirewallDraft): number {
  const { content } = draft;
  // A list of domains becomes two signatures for each name and protocol, and one that drops the rest.
  const needed = content.kind === 'rules' ? content.rules.length * 2 + 1 : content.targets.length * 2 + 1;
  return Math.max(100, Math.ceil((needed * 1.5) / 100) * 100);
}

export function ruleOrder({ firewallOrder }: TargetOptions): string {
  return firewallOrder === 'strict' ? 'STRICT_ORDER' : 'DEFAULT_ACTION_ORDER';
}

/** The variables of a group, each with its addresses as text, in the order of their names. */
export function ipSets(draft: FirewallDraft, options: TargetOptions): [name: string, addresses: string[]][] {
  const sets: [string, string[]][] = [...draft.sets].map(([name, prefixes]) => [
    name,
    prefixes.map(formatPrefix),
  ]);
  if (options.firewallRules === 'tuples' && draft.content.kind === 'rules') {
    for (const rule of draft.content.rules) {
      if (rule.to.kind === 'addresses' && rule.to.prefixes.length > 1) {
        sets.push([destinationSet(rule), rule.to.prefixes.map(formatPrefix)]);
      }
    }
  }
  return sets.filter(([, addresses]) => addresses.length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
}

function destinationSet(rule: FirewallRule): string {
  return `TO_${rule.rule.id.toUpperCase()}`;
}

/** `RuleGroup` of the Network Firewall API, which CloudFormation takes in the same words. */
export function ruleGroupJson(draft: FirewallDraft, options: TargetOptions): { [key: string]: JsonValue } {
  const sets = ipSets(draft, options).map(([name, addresses]) => [name, { Definition: addresses }]);
  return {
    RuleVariables: { IPSets: Object.fromEntries(sets) },
    RulesSource: rulesSource(draft, options),
    StatefulRuleOptions: { RuleOrder: ruleOrder(options) },
  };
}

function rulesSource({ content }: FirewallDraft, options: TargetOptions): JsonValue {
  const { firewallMode } = options;
  if (content.kind === 'domains') {
    return {
      RulesSourceList: {
        Targets: [...content.targets],
        TargetTypes: [content.type],
        GeneratedRulesType: 'ALLOWLIST',
      },
    };
  }
  if (options.firewallRules === 'suricata') {
    return { RulesString: suricataText(content.rules, firewallMode) };
  }
  return {
    StatefulRules: statefulRules(content.rules, options).map((rule) => ({
      Action: rule.action,
      Header: {
        Protocol: rule.protocol,
        Source: rule.source,
        SourcePort: 'ANY',
        Direction: 'FORWARD',
        Destination: rule.destination,
        DestinationPort: rule.ports,
      },
      RuleOptions: rule.options.map(([Keyword, ...Settings]) =>
        Settings.length === 0 ? { Keyword } : { Keyword, Settings },
      ),
    })),
  };
}

/** A StatefulRule of the Network Firewall API in words that both JSON and Terraform are written from. */
export interface TupleRule {
  readonly action: 'PASS' | 'DROP' | 'ALERT';
  readonly protocol: string;
  readonly source: string;
  readonly destination: string;
  readonly ports: string;
  readonly options: readonly (readonly [keyword: string, ...settings: string[]])[];
}

export function statefulRules(rules: readonly FirewallRule[], options: TargetOptions): TupleRule[] {
  return [
    ...rules.map(tupleOf),
    {
      action: options.firewallMode === 'alert' ? 'ALERT' : 'DROP',
      protocol: 'IP',
      source: '$HOME_NET',
      destination: 'ANY',
      ports: 'ANY',
      options: [
        ['msg', '"sluice: nothing allows it"'],
        ['flow', 'to_server'],
        ['sid', String(defaultSids.drop)],
      ],
    },
  ];
}

const tupleProtocols: Readonly<Record<number, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMP' };

function tupleOf(rule: FirewallRule): TupleRule {
  const { protocol, ports } = rule.rule;
  const prefixes = rule.to.kind === 'addresses' ? rule.to.prefixes : [];
  const [only] = prefixes;
  const named = protocol === null ? 'IP' : tupleProtocols[protocol];
  const hasPorts = protocol === 6 || protocol === 17;
  return {
    action: 'PASS',
    protocol: named ?? 'IP',
    source: `$${rule.source}`,
    destination:
      only !== undefined && prefixes.length === 1 ? formatPrefix(only) : `$${destinationSet(rule)}`,
    ports:
      ports === null || !hasPorts
        ? 'ANY'
        : ports.from === ports.to
          ? String(ports.from)
          : `${ports.from}:${ports.to}`,
    options: [
      ['msg', `"sluice ${rule.rule.id}"`],
      ...(named === undefined ? [['ip_proto', String(protocol)] as const] : []),
      ['flow', 'to_server'],
      ['sid', String(rule.sid)],
    ],
  };
}

/**
 * Default actions of the policy, which only strict order has. Where names are asked for, they stop what no rule passes,
 * once the handshake is through (Network Firewall Developer Guide, strict evaluation order); elsewhere the last rule does,
 * and leaves connections from outside alone.
 */
export function defaultActions(drafts: readonly FirewallDraft[], options: TargetOptions): string[] {
  if (options.firewallOrder === 'default') return [];
  const names = drafts.some(({ content }) => content.kind === 'domains' || hasNames(content.rules));
  if (!names) return [];
  const alert = 'aws:alert_established';
  return options.firewallMode === 'alert' ? [alert] : ['aws:drop_established', alert];
}

export const forward = ['aws:forward_to_sfe'];
