import { assertNever } from '../../base/index.js';
import { commonPrefix, type Prefix, prefixCovers } from '../../net/index.js';
import { holdsName } from '../ledger/match.js';
import type { EgressPolicy, EgressRule, Peer } from '../types.js';

/** What a policy says of one connection that a workload opens. */
export type Verdict =
  | { readonly action: 'allow'; readonly rule: EgressRule }
  /** `closest` is a rule for the same destination on another port, else the nearest one for the same port; null when neither. */
  | { readonly action: 'deny'; readonly closest: EgressRule | null };

/**
 * Decides a connection: any rule of the workload may allow it, and a workload that the policy does not name may open
 * nothing. `destination` is one address; `port` is 0 for protocols without ports. `peers` are the groups, lists and domains
 * that the destination is known by: a rule of a group or of a domain allows nothing else, because only they say who that is.
 */
export function decidePolicy(
  policy: EgressPolicy,
  workload: string,
  destination: Prefix,
  protocol: number,
  port: number,
  peers: readonly Peer[] = [],
): Verdict {
  const rules = policy.workloads.find(({ place }) => place.workload === workload)?.rules ?? [];
  const reaching = rules.filter(({ peer }) => reaches(peer, destination, peers));
  const rule = reaching.find((each) => carries(each, protocol, port));
  if (rule !== undefined) return { action: 'allow', rule };
  const [other] = reaching;
  return { action: 'deny', closest: other ?? nearest(rules, destination, protocol, port) };
}

function carries({ protocol, ports }: EgressRule, wanted: number, port: number): boolean {
  if (protocol !== null && protocol !== wanted) return false;
  return ports === null || (port >= ports.from && port <= ports.to);
}

function reaches(peer: Peer, destination: Prefix, known: readonly Peer[]): boolean {
  switch (peer.kind) {
    case 'prefix':
      return prefixCovers(peer.prefix, destination);
    case 'security-group':
      return known.some((each) => each.kind === 'security-group' && each.id === peer.id);
    case 'prefix-list':
      return (
        (peer.prefixes?.some((each) => prefixCovers(each, destination)) ?? false) ||
        known.some((each) => each.kind === 'prefix-list' && each.id === peer.id)
      );
    case 'domain':
      return known.some((each) => each.kind === 'domain' && holdsName(peer.name, each.name));
    default:
      return assertNever(peer);
  }
}

function nearest(
  rules: readonly EgressRule[],
  destination: Prefix,
  protocol: number,
  port: number,
): EgressRule | null {
  let best: EgressRule | null = null;
  let bestLength = -1;
  for (const rule of rules) {
    if (rule.peer.kind !== 'prefix' || !carries(rule, protocol, port)) continue;
    const shared = commonPrefix(rule.peer.prefix, destination)?.length ?? -1;
    if (shared > bestLength) {
      best = rule;
      bestLength = shared;
    }
  }
  return best;
}
