import { mergePrefixes, type Prefix } from '../net/index.js';
import type { EgressRule } from '../policy/index.js';
import type { Refusal, TargetContext } from './types.js';

/**
 * The addresses of a rule's peer, for platforms that know nothing else: a group's members and a prefix list's entries as
 * they were in the inventory. What cannot be listed is refused.
 */
export function addressesOf(
  workload: string,
  rule: EgressRule,
  context: TargetContext,
  platform: string,
): readonly Prefix[] | Refusal {
  const refuse = (code: string, reason: string, remedy: string): Refusal => ({
    code,
    workload,
    rule: rule.id,
    reason,
    remedy,
  });
  const { peer } = rule;
  switch (peer.kind) {
    case 'prefix':
      return [peer.prefix];
    case 'security-group': {
      const members = context.groupAddresses.get(peer.id) ?? [];
      if (members.length > 0) return mergePrefixes(members);
      return refuse(
        'unknown-members',
        `${platform} knows addresses only, and no member of security group \`${peer.id}\` is in the inventory`,
        'describe the network interfaces again while its members run',
      );
    }
    case 'prefix-list':
      if (peer.prefixes !== null && peer.prefixes.length > 0) return mergePrefixes(peer.prefixes);
      return refuse(
        'unknown-entries',
        `${platform} knows addresses only, and the entries of prefix list \`${peer.id}\` are not in the inventory`,
        'fetch them: `aws ec2 get-managed-prefix-list-entries`',
      );
    case 'domain':
      return refuse(
        'domain-as-address',
        `${platform} knows addresses and no domain names`,
        'use --target network-firewall with its Suricata rules, or decide on addresses in the ledger',
      );
  }
}

/** Peers that stand for addresses which change: said at the head of the files. */
export function snapshotNotes(rules: readonly EgressRule[]): string[] {
  const groups = rules.some(({ peer }) => peer.kind === 'security-group');
  const lists = rules.some(({ peer }) => peer.kind === 'prefix-list');
  if (!groups && !lists) return [];
  const what = [groups ? 'members of security groups' : '', lists ? 'entries of prefix lists' : ''].filter(
    (each) => each !== '',
  );
  return [
    `The ${what.join(' and the ')} are written as the addresses they had when the inventory was taken; describe and export again when they change.`,
  ];
}
