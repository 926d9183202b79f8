import type { IcmpMatch } from '../inventory/index.js';
import { type Address, hasPorts, type PortRange } from '../net/index.js';
import type { AddressSet } from './address-set.js';
import { all, icmpMatches, type Match, portMatches, protocolMatches } from './match.js';
import type { Block, Unknown } from './reasons.js';
import type { Flow, LayerVerdict, Rule } from './types.js';

/** A rule that allows: a security group's, or one of an egress policy. */
export interface AllowRule {
  readonly rule: Rule;
  readonly protocol: number | null;
  /** Null is every port. */
  readonly ports: PortRange | null;
  readonly icmp: IcmpMatch | null;
  readonly peer: AddressSet | { readonly domain: string };
}

/** Whether a domain, which stands for its subdomains too where it begins with a dot, is one of the names. */
export function domainMatches(domain: string, names: readonly string[]): Match {
  if (names.length === 0) return 'no-name';
  const wanted = domain.toLowerCase();
  const one = (name: string) =>
    wanted.startsWith('.') ? name === wanted.slice(1) || name.endsWith(wanted) : name === wanted;
  if (names.every(one)) return true;
  // Of several names only one was asked for, and which one is not known.
  return names.some(one) ? 'no-name' : false;
}

function matches({ protocol, ports, icmp, peer }: AllowRule, flow: Flow, far: Address): Match {
  return all(
    protocolMatches(protocol, flow.protocol),
    // Ports of a rule for every protocol speak of those that have ports.
    ports === null ? true : hasPorts(flow.protocol) && portMatches(ports, flow.port),
    icmpMatches(icmp),
    'domain' in peer ? domainMatches(peer.domain, flow.names) : peer.holds(far),
  );
}

/** What a list of rules is asked about. */
export interface AllowQuestion {
  readonly flow: Flow;
  /** The address that the rules name: of the destination for those that let out, of the source for those that let in. */
  readonly far: Address;
  /** Why rules may be lacking; then nothing is blocked for want of a rule. */
  readonly missing: Unknown | undefined;
  readonly reason: Block;
}

/**
 * Any rule may allow (VPC User Guide, "Security group rules": rules only allow, and all groups of an interface are
 * taken together).
 */
export function judgeAllowList(
  rules: readonly AllowRule[],
  { flow, far, missing, reason: block }: AllowQuestion,
): LayerVerdict {
  const allowing: Rule[] = [];
  const maybe: Rule[] = [];
  let reason = missing;
  for (const each of rules) {
    const match = matches(each, flow, far);
    if (match === true) allowing.push(each.rule);
    else if (match !== false) {
      reason ??= match;
      maybe.push(each.rule);
    }
  }
  if (allowing.length > 0) return { kind: 'passes', rules: allowing, maybe };
  return reason === undefined
    ? { kind: 'blocked', rule: null, reason: block }
    : { kind: 'unknown', reason, rules: maybe };
}
