import type { TargetOptions } from '../../src/target/index.js';

export interface Variant {
  readonly target: string;
  readonly variant: string;
  readonly policy: 'addresses' | 'domains';
  readonly options: Partial<TargetOptions>;
}

/** What is written down as golden files and read by the parsers of each format. */
export const variants: readonly Variant[] = [
  { target: 'security-groups', variant: 'existing', policy: 'addresses', options: {} },
  { target: 'security-groups', variant: 'new', policy: 'addresses', options: { newGroups: true } },
  { target: 'network-acls', variant: 'exact', policy: 'addresses', options: {} },
  { target: 'network-acls', variant: 'wide-replies', policy: 'addresses', options: { wideReplies: true } },
  { target: 'network-firewall', variant: 'suricata-strict', policy: 'addresses', options: {} },
  {
    target: 'network-firewall',
    variant: 'suricata-default',
    policy: 'addresses',
    options: { firewallOrder: 'default' },
  },
  {
    target: 'network-firewall',
    variant: 'suricata-alert',
    policy: 'addresses',
    options: { firewallOrder: 'default', firewallMode: 'alert' },
  },
  {
    target: 'network-firewall',
    variant: 'tuples-default',
    policy: 'addresses',
    options: { firewallRules: 'tuples', firewallOrder: 'default' },
  },
  { target: 'network-firewall', variant: 'names', policy: 'domains', options: {} },
];
