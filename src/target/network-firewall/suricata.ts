import { formatPortRange, formatPrefix, type PortRange, protocolName } from '../../net/index.js';
import { servedNeeds } from '../names.js';
import type { FirewallMode } from '../types.js';
import type { FirewallRule } from './draft.js';
import { defaultSids, replySid } from './signature-ids.js';

/** The longest single rule that Network Firewall takes (Network Firewall Developer Guide, quotas). */
const maxRuleCharacters = 8192;

/** Whether a rule, or that of its replies, is longer than Network Firewall takes. */
export function isTooLong(rule: FirewallRule): boolean {
  return [suricataRule(rule), ...replyRule(rule)].some((line) => line.length > maxRuleCharacters);
}

/**
 * Rules as Suricata text. Without names a last rule drops what the others did not pass. With names the handshake has to
 * pass before the name can be read, so there the default action of the policy drops (`aws:drop_established`), and since
 * that drops replies as well, each rule about addresses passes its own.
 */
export function suricataText(rules: readonly FirewallRule[], mode: FirewallMode): string {
  const lines = hasNames(rules)
    ? rules.flatMap((rule) => [suricataRule(rule), ...replyRule(rule)])
    : [...rules.map(suricataRule), ...dropTheRest(mode)];
  return `${lines.join('\n')}\n`;
}

export function hasNames(rules: readonly FirewallRule[]): boolean {
  return rules.some(({ to }) => to.kind === 'domain');
}

/** `flow:to_server` keeps replies to connections from outside apart: those are not the workload's to open. */
function dropTheRest(mode: FirewallMode): string[] {
  const action = mode === 'alert' ? 'alert' : 'drop';
  return [
    `${action} ip $HOME_NET any -> any any (msg:"sluice: nothing allows it"; flow:to_server; sid:${defaultSids.drop}; rev:1;)`,
  ];
}

/** A rule about addresses passes packets, not flows: Suricata looks at the replies on their own. */
function replyRule(rule: FirewallRule): string[] {
  if (rule.to.kind === 'domain') return [];
  const { protocol, ports, id } = rule.rule;
  const header = `pass ${suricataProtocol(protocol)} ${addressList(rule)} ${suricataPorts(protocol, ports)} -> $${rule.source} any`;
  const message = `msg:"sluice ${id} replies";`;
  return [
    `${header} (${message}${protocolNumberOption(protocol)} flow:to_client; sid:${replySid(rule.sid)}; rev:1;)`,
  ];
}

export function suricataRule(rule: FirewallRule): string {
  const { protocol, ports } = rule.rule;
  const message = `msg:"${quoted(`sluice ${rule.rule.id} ${rule.workload}: ${servedNeeds(rule.rule.needs, 6)}`)}";`;
  const end = `sid:${rule.sid}; rev:1;`;
  if (rule.to.kind === 'domain') {
    return `pass ${rule.to.by} $${rule.source} any -> any ${suricataPorts(protocol, ports)} (${nameMatch(rule.to.name, rule.to.by)} ${message} flow:to_server, established; ${end})`;
  }
  const header = `pass ${suricataProtocol(protocol)} $${rule.source} any -> ${addressList(rule)} ${suricataPorts(protocol, ports)}`;
  return `${header} (${message}${protocolNumberOption(protocol)} flow:to_server; ${end})`;
}

function addressList({ to }: FirewallRule): string {
  const addresses = to.kind === 'addresses' ? to.prefixes.map(formatPrefix) : [];
  return addresses.length === 1 ? addresses.join() : `[${addresses.join(',')}]`;
}

/** A protocol that has no name in the header is told by its number. */
function protocolNumberOption(protocol: number | null): string {
  return protocol === null || namedProtocol(protocol) !== undefined ? '' : ` ip_proto:${protocol};`;
}

/** As AWS writes it for a domain list (Network Firewall Developer Guide, rules generated from a domain list). */
function nameMatch(name: string, by: 'tls' | 'http'): string {
  const buffer = by === 'tls' ? 'ssl_state:client_hello; tls.sni;' : 'http.host;';
  const nocase = by === 'tls' ? ' nocase;' : '';
  if (name.startsWith('.')) return `${buffer} dotprefix; content:"${quoted(name)}";${nocase} endswith;`;
  return `${buffer} content:"${quoted(name)}"; startswith;${nocase} endswith;`;
}

/** Characters that end a quoted value or an option. */
function quoted(text: string): string {
  return text.replaceAll(/[\\";]/g, (each) => `\\${each}`);
}

function namedProtocol(protocol: number): string | undefined {
  return { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmp' }[protocol];
}

function suricataProtocol(protocol: number | null): string {
  if (protocol === null) return 'ip';
  return namedProtocol(protocol) ?? 'ip';
}

function suricataPorts(protocol: number | null, ports: PortRange | null): string {
  if (ports === null || (protocol !== 6 && protocol !== 17)) return 'any';
  return ports.from === ports.to ? String(ports.from) : `${ports.from}:${ports.to}`;
}

export function readableProtocol(protocol: number | null): string {
  return protocol === null ? 'all' : protocolName(protocol);
}

export function readablePorts(ports: PortRange | null): string {
  return ports === null ? 'all' : formatPortRange(ports);
}
