import type { AddressSet } from './address-set.js';
import type { AllowRule } from './allow-list.js';
import { type Box, boxOf, disjoint, without } from './boxes.js';
import type { Rule } from './types.js';

/** A rule as boxes of traffic, for comparing rules without traffic. */
export interface RuleShape {
  readonly rule: Rule;
  /** Rules of one scope act together: a security group, a network ACL, a workload. */
  readonly scope: string;
  readonly way: 'out' | 'in';
  /** Null where the rule cannot be said in addresses and ports: a domain, one ICMP type, members that are not known. */
  readonly boxes: readonly Box[] | null;
  /** Position where the first match decides; null where any rule may allow. */
  readonly order: number | null;
  /** What it does, where that is more than to allow or deny; rules with the same effect do the same. Absent: `rule.allows`. */
  readonly effect?: string;
  /** Which packets of a connection it speaks of; absent is every one. */
  readonly packets?: string;
}

export function allowShape({ rule, protocol, ports, icmp, peer }: AllowRule, scope: string): RuleShape {
  const known = 'domain' in peer || icmp !== null ? undefined : knownPrefixes(peer);
  const boxes = known === undefined ? null : known.map((prefix) => boxOf(prefix, protocol, ports));
  return { rule, scope, way: 'out', boxes, order: null };
}

function knownPrefixes(set: AddressSet) {
  return set.unknown === undefined ? set.prefixes : undefined;
}

/** What a scope allows one way, in boxes that do not overlap. Rules without boxes are left out. */
export function allowedBy(shapes: readonly RuleShape[], way: RuleShape['way']): Box[] {
  const own = shapes.filter((shape) => shape.way === way);
  const ordered = [...own].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const allowed: Box[] = [];
  const decided: Box[] = [];
  for (const { rule, boxes, order } of ordered) {
    if (boxes === null) continue;
    if (rule.allows) allowed.push(...without(boxes, order === null ? allowed : decided));
    decided.push(...boxes);
  }
  return disjoint(allowed);
}
