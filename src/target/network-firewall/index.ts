import { formatPrefix } from '../../net/index.js';
import { servedNeeds } from '../names.js';
import { type DraftRow, defineTarget } from '../types.js';
import { firewallAsCli } from './cli.js';
import { firewallAsCloudFormation } from './cloudformation.js';
import { draftFirewall, type FirewallDraft, type FirewallRule } from './draft.js';
import { readablePorts, readableProtocol } from './suricata.js';
import { firewallAsTerraform } from './terraform.js';

export const networkFirewall = defineTarget({
  name: 'network-firewall',
  doc: 'Stateful rule groups of AWS Network Firewall and a policy that uses them.',
  draft: draftFirewall,
  rows: firewallRows,
  formats: {
    terraform: firewallAsTerraform,
    cloudformation: firewallAsCloudFormation,
    cli: firewallAsCli,
  },
});

function firewallRows(draft: FirewallDraft): DraftRow[] {
  const { content } = draft;
  if (content.kind === 'rules') return content.rules.map((rule) => ruleRow(draft, rule));
  return content.rules.map((rule) => ({
    workload: content.workload,
    place: draft.name,
    direction: 'egress',
    number: null,
    action: 'pass',
    protocol: content.type === 'TLS_SNI' ? 'tls' : 'http',
    source: '$HOME_NET',
    destination: rule.peer.kind === 'domain' ? rule.peer.name : '',
    ports: readablePorts(rule.ports),
    rule: rule.id,
    note: servedNeeds(rule.needs),
  }));
}

function ruleRow(draft: FirewallDraft, { workload, source, rule, to, sid }: FirewallRule): DraftRow {
  return {
    workload,
    place: draft.name,
    direction: 'egress',
    number: sid,
    action: 'pass',
    protocol: to.kind === 'domain' ? to.by : readableProtocol(rule.protocol),
    source: `$${source}`,
    destination: to.kind === 'domain' ? to.name : to.prefixes.map(formatPrefix).join(' '),
    ports: readablePorts(rule.ports),
    rule: rule.id,
    note: servedNeeds(rule.needs),
  };
}
