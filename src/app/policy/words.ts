import { assertNever } from '../../base/index.js';
import { bitsOf, formatAddress, formatPortRange, formatPrefix, protocolName } from '../../net/index.js';
import type { EgressRule, Peer, WorkloadPlace } from '../../policy/index.js';
import { formatCount, plural } from '../report/index.js';

/** A peer as people know it: the name with the id, one address without its length. */
export function peerWords(peer: Peer): string {
  switch (peer.kind) {
    case 'prefix':
      return peer.prefix.length === bitsOf(peer.prefix.family)
        ? formatAddress(peer.prefix)
        : formatPrefix(peer.prefix);
    case 'security-group':
      return peer.name === null ? peer.id : `${peer.name} (${peer.id})`;
    case 'prefix-list':
      return peer.name === null ? peer.id : `${shortListName(peer.name)} (${peer.id})`;
    case 'domain':
      return peer.name;
    default:
      return assertNever(peer);
  }
}

/** AWS's own lists by their service: the Region is that of the VPC. */
function shortListName(name: string): string {
  return name.replace(/^com\.amazonaws\.(?:[a-z]{2}(?:-[a-z]+)+-\d|global)\./, '');
}

/** `tcp/443`, `icmp`, `everything`. */
export function serviceWords({ protocol, ports }: Pick<EgressRule, 'protocol' | 'ports'>): string {
  if (protocol === null) return 'everything';
  return ports === null ? protocolName(protocol) : `${protocolName(protocol)}/${formatPortRange(ports)}`;
}

/** From here on a count is read as a power of two: an IPv6 prefix has too many digits for a person. */
const largestCount = 10n ** 12n;

/** A count that may be as large as the addresses of an IPv6 prefix. */
export function amountWords(amount: bigint): string {
  if (amount < largestCount) return formatCount(amount);
  return `about 2^${amount.toString(2).length - 1}`;
}

/** What a rule allows beyond what was allowed, as addresses and ports where it is a product of the two. */
export function excessWords({ excess, ports, peer, referenceExcess, protocol }: EgressRule): string {
  if (referenceExcess !== undefined) return referenceWords({ referenceExcess, ports });
  if (excess === 0n) return '';
  if (protocol === null) return `${amountWords(excess)} addresses × ports × protocols`;
  const count = ports === null ? 1n : BigInt(ports.to - ports.from + 1);
  if (peer.kind === 'prefix' && peer.prefix.length === bitsOf(peer.prefix.family)) {
    return `${amountWords(excess)} ports`;
  }
  if (count === 1n) return `${amountWords(excess)} ${excess === 1n ? 'address' : 'addresses'}`;
  if (excess % count === 0n) {
    return `${amountWords(excess / count)} addresses × ${amountWords(count)} ports`;
  }
  return `${amountWords(excess)} addresses × ports`;
}

/** What a group or list stands for beyond the needs that it was chosen for. */
function referenceWords({ referenceExcess, ports }: Pick<EgressRule, 'referenceExcess' | 'ports'>): string {
  if (referenceExcess === undefined || referenceExcess === 0n) return '';
  if (referenceExcess === null) return 'members not known';
  const count = ports === null ? 1n : BigInt(ports.to - ports.from + 1);
  const members = referenceExcess / count;
  return `${amountWords(members)} ${members === 1n ? 'other member' : 'others'}`;
}

/** `web: 5 rules in sg-0123 (web)`. */
export function placeWords({ workload, securityGroups }: WorkloadPlace, rules: number): string {
  const groups = securityGroups.map(({ id, name }) => (name === null || name === id ? id : `${id} ${name}`));
  const where = groups.length === 0 ? 'no security group is known' : groups.join(', ');
  return `${workload}: ${plural(rules, 'rule')} (${where})`;
}
