import { assertNever } from '../../base/index.js';
import type { Peer } from '../types.js';
import { type Family, families } from './traffic.js';

/**
 * What AWS's own prefix lists count towards a quota of rules (VPC User Guide, "AWS-managed prefix list weight"), by the
 * part of their name after the Region.
 */
const managedWeights: readonly (readonly [ending: string, weight: number])[] = [
  ['.s3', 1],
  ['.dynamodb', 1],
  ['.s3express', 6],
  ['.cloudfront.origin-facing', 55],
  ['.ec2-instance-connect', 2],
  ['.ipv6.ec2-instance-connect', 2],
  ['.groundstation', 5],
  ['.route53-healthchecks', 25],
  ['.vpc-lattice', 10],
];

/**
 * How many rules of a security group a peer counts as, for one family: a prefix one of its own; a group one of both; a
 * list its `MaxEntries` or AWS's weight, where neither is known its entries. A domain is none, because no security group
 * can express it. Families are counted apart (VPC User Guide, "Amazon VPC quotas").
 */
export function weightOf(peer: Peer, family: Family): number {
  switch (peer.kind) {
    case 'prefix':
      return peer.prefix.family === family ? 1 : 0;
    case 'security-group':
      return 1;
    case 'domain':
      return 0;
    case 'prefix-list': {
      const other = families.find((each) => each !== family);
      const isOther = peer.prefixes?.every((prefix) => prefix.family === other) ?? false;
      if (isOther && (peer.prefixes?.length ?? 0) > 0) return 0;
      const managed = managedWeights.find(([ending]) => isManaged(peer.name, ending))?.[1];
      return peer.weight ?? managed ?? Math.max(1, peer.prefixes?.length ?? 1);
    }
    default:
      return assertNever(peer);
  }
}

/** Whether the platform says what a peer counts as; the entries of a customer's list are fewer than its `MaxEntries`. */
export function isWeightKnown(peer: Peer): boolean {
  if (peer.kind !== 'prefix-list' || peer.weight !== null) return true;
  return managedWeights.some(([ending]) => isManaged(peer.name, ending));
}

function isManaged(name: string | null, ending: string): boolean {
  return name?.startsWith('com.amazonaws.') === true && name.endsWith(ending);
}
