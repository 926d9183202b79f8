import type { PortRange, Prefix } from '../net/index.js';
import type { AllowRule } from './allow-list.js';

/** The sets of addresses that the rules tell apart. */
export function destinationsOf(rules: readonly AllowRule[]): readonly (readonly Prefix[])[] {
  return rules.flatMap(({ peer }) => ('domain' in peer ? [] : [peer.prefixes]));
}

export function portsOf(rules: readonly AllowRule[]): readonly PortRange[] {
  return rules.flatMap(({ ports }) => ports ?? []);
}
