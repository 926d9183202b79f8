import type { Prefix } from '../../net/index.js';
import type { EgressPolicy, EgressRule, WorkloadPolicy } from '../../policy/index.js';
import { addressesOf, snapshotNotes } from '../addresses.js';
import { uniqueNames, variableName } from '../names.js';
import type { Drafted, Refusal, TargetContext } from '../types.js';
import { domainGroups } from './domains.js';
import { nameProtocol } from './name-protocol.js';
import { signatureIds } from './signature-ids.js';
import { isTooLong } from './suricata.js';

/** A stateful rule group, and what its rules speak of. */
export interface FirewallDraft {
  readonly name: string;
  /** Addresses of each workload under its variable, `HOME_NET` among them. */
  readonly sets: ReadonlyMap<string, readonly Prefix[]>;
  readonly content: GroupContent;
}

export type GroupContent =
  | { readonly kind: 'rules'; readonly rules: readonly FirewallRule[] }
  | {
      readonly kind: 'domains';
      readonly workload: string;
      /** `TLS_SNI` or `HTTP_HOST` (Network Firewall API, RulesSourceList). */
      readonly type: 'TLS_SNI' | 'HTTP_HOST';
      readonly targets: readonly string[];
      readonly rules: readonly EgressRule[];
    };

/** What a workload may open: one signature. */
export interface FirewallRule {
  readonly workload: string;
  /** Variable that holds the addresses of the workload. */
  readonly source: string;
  readonly rule: EgressRule;
  readonly to:
    | { readonly kind: 'addresses'; readonly prefixes: readonly Prefix[] }
    | { readonly kind: 'domain'; readonly name: string; readonly by: 'tls' | 'http' };
  readonly sid: number;
}

export function draftFirewall(policy: EgressPolicy, context: TargetContext): Drafted<FirewallDraft> {
  const workloads = policy.workloads.filter(
    ({ place }) => context.only === null || context.only.has(place.workload),
  );
  const refusals = workloads.flatMap(sourceRefusals);
  if (context.options.firewallRules === 'domains') {
    const { drafts, refusals: found } = domainGroups(workloads, policy.ownPrefixes);
    return { drafts, refusals: [...refusals, ...found], notes: notesOf(workloads, context, true) };
  }
  const variables = uniqueNames(
    workloads.map(({ place }) => place.workload),
    variableName,
  );
  const sids = signatureIds(workloads.flatMap(({ rules }) => rules.map(({ id }) => id)));
  const rules: FirewallRule[] = [];
  for (const { place, rules: own } of workloads) {
    for (const rule of own) {
      const to = destinationOf(place.workload, rule, context);
      if ('code' in to) refusals.push(to);
      else {
        const source = variables.get(place.workload) ?? variableName(place.workload);
        const written = { workload: place.workload, source, rule, to, sid: sids.get(rule.id) ?? 0 };
        if (context.options.firewallRules === 'suricata' && isTooLong(written))
          refusals.push(tooLong(written));
        else rules.push(written);
      }
    }
  }
  const sets = new Map<string, readonly Prefix[]>([['HOME_NET', policy.ownPrefixes]]);
  for (const { place } of workloads) {
    sets.set(variables.get(place.workload) ?? variableName(place.workload), place.addresses);
  }
  const drafts = [{ name: 'sluice-egress', sets, content: { kind: 'rules' as const, rules } }];
  const hasDomains = rules.some(({ to }) => to.kind === 'domain');
  if (hasDomains && context.options.firewallOrder === 'default') refusals.push(domainsInDefaultOrder);
  return { drafts, refusals, notes: notesOf(workloads, context, hasDomains) };
}

function tooLong({ workload, rule }: FirewallRule): Refusal {
  return {
    code: 'rule-too-long',
    workload,
    rule: rule.id,
    reason:
      'its list of addresses makes the rule longer than the 8,192 characters that Network Firewall takes',
    remedy: 'use --firewall-rules tuples, which keeps addresses in variables, or a smaller --max-rules',
  };
}

/** The name is known only after the handshake, and the rule that drops the rest would already drop its first packet. */
const domainsInDefaultOrder: Refusal = {
  code: 'domains-in-default-order',
  workload: '',
  rule: null,
  reason:
    'in the default action order the rule that drops everything else stops a connection before its name is known',
  remedy: 'use --firewall-order strict',
};

function sourceRefusals({ place, rules }: WorkloadPolicy): Refusal[] {
  if (place.addresses.length > 0 || rules.length === 0) return [];
  return [
    {
      code: 'no-source-address',
      workload: place.workload,
      rule: null,
      reason: `a firewall matches by source address, and none of \`${place.workload}\` is known`,
      remedy: 'describe the network interfaces: `sluice inventory commands` prints the lines',
    },
  ];
}

function destinationOf(
  workload: string,
  rule: EgressRule,
  context: TargetContext,
): FirewallRule['to'] | Refusal {
  const refuse = (code: string, reason: string, remedy: string): Refusal => ({
    code,
    workload,
    rule: rule.id,
    reason,
    remedy,
  });
  if (rule.peer.kind !== 'domain') {
    const addresses = addressesOf(workload, rule, context, 'a rule of Network Firewall');
    return 'code' in addresses ? addresses : { kind: 'addresses', prefixes: addresses };
  }
  if (context.options.firewallRules === 'tuples') {
    return refuse(
      'domain-in-tuple',
      'a rule of addresses and ports knows no domain names',
      'use --firewall-rules suricata',
    );
  }
  const by = nameProtocol(rule);
  if (by !== undefined) return { kind: 'domain', name: rule.peer.name, by };
  return refuse(
    'domain-without-name',
    'a name can be seen only in TLS on tcp/443 and in HTTP on tcp/80',
    'decide on addresses in the ledger, or on one of these ports',
  );
}

function notesOf(
  workloads: readonly WorkloadPolicy[],
  context: TargetContext,
  hasDomains: boolean,
): string[] {
  const { firewallOrder: order, firewallMode: mode } = context.options;
  const notes = [
    'Rules match by the source addresses that the workloads had when the inventory was taken; describe and export again when they change.',
    'HOME_NET is set to the prefixes of the VPC that was analysed: a firewall in an inspection VPC would otherwise use its own (Network Firewall Developer Guide).',
    'Traffic to the link-local services (instance metadata, Amazon DNS, Time Sync) does not pass a firewall endpoint. Resolvers and time servers of your own do, and need a decision like any other.',
    ...snapshotNotes(workloads.flatMap(({ rules }) => rules)),
  ];
  const verb = mode === 'alert' ? 'reports' : 'drops';
  if (!hasDomains) {
    notes.push(
      `The last rule ${verb} everything that HOME_NET opens and no rule passes. Connections from outside, and their replies, are left alone.`,
    );
  } else {
    notes.push('A name is what the client says: the firewall does not check that the address belongs to it.');
  }
  if (hasDomains && order === 'strict') {
    notes.push(
      `The policy's default action ${verb} what no rule passes, connections from outside included when they pass this firewall. The handshake passes, to any address, so that the name can be read; UDP and ICMP without a rule do not (\`aws:drop_established\`).`,
    );
  }
  if (mode === 'alert')
    notes.push('Nothing is dropped yet: read the alerts, then export with --firewall-mode enforce.');
  return notes;
}
