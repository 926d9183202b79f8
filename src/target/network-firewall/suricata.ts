import { formatPortRange, formatPrefix, type PortRange, protocolName } from '../../net/index.js';
import { servedNeeds } from '../names.js';
import type { FirewallMode, FirewallOrder } from '../types.js';
import type { FirewallRule } from './draft.js';
import { defaultSids } from './signature-ids.js';

/** The longest single rule that Network Firewall takes (Network Firewall Developer Guide, quotas). */
export const maxRuleCharacters = 8192;

/**
 * Rules as Suricata text. In the default action order a last rule drops what the others did not pass; in strict order
 * the default actions of the policy do that.
 */
export function suricataText(
  rules: readonly FirewallRule[],
  order: FirewallOrder,
  mode: FirewallMode,
): string {
  const lines = rules.map(suricataRule);
  if (order === 'default') lines.push(...dropTheRest(mode));
  return `${lines.join('\n')}\n`;
}

/** `flow:to_server` keeps replies to connections from outside apart: those are not the workload's to open. */
function dropTheRest(mode: FirewallMode): string[] {
  const action = mode === 'alert' ? 'alert' : 'drop';
  return [
    `${action} ip $HOME_NET any -> any any (msg:"sluice: nothing allows it"; flow:to_server; sid:${defaultSids.drop}; rev:1;)`,
  ];
}

export function suricataRule(rule: FirewallRule): string {
  const { protocol, ports } = rule.rule;
  const message = `msg:"${quoted(`sluice ${rule.rule.id} ${rule.workload}: ${servedNeeds(rule.rule.needs, 6)}`)}";`;
  const end = `sid:${rule.sid}; rev:1;`;
  if (rule.to.kind === 'domain') {
    return `pass ${rule.to.by} $${rule.source} any -> any ${suricataPorts(protocol, ports)} (${nameMatch(rule.to.name, rule.to.by)} ${message} flow:to_server, established; ${end})`;
  }
  const addresses = rule.to.prefixes.map(formatPrefix);
  const to = addresses.length === 1 ? addresses[0] : `[${addresses.join(',')}]`;
  const header = `pass ${suricataProtocol(protocol)} $${rule.source} any -> ${to} ${suricataPorts(protocol, ports)}`;
  const number = protocol === null || namedProtocol(protocol) !== undefined ? '' : ` ip_proto:${protocol};`;
  return `${header} (${message}${number} flow:to_server; ${end})`;
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
