import { type AclEntry, type Connection, interfaces, type Permission, subnets } from './universe.js';

/** A second, plain evaluator of EC2's rules, written for the tests: it reads the descriptions as they are. */
export type Answer = 'pass' | 'block' | 'unknown';

/** 16 bytes of an address, and how many of them count. */
function bytesOf(text: string): number[] {
  if (!text.includes(':')) return text.split('.').map(Number);
  const [head = '', tail = ''] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const middle = text.includes('::') ? Array(8 - left.length - right.length).fill('0') : [];
  return [...left, ...middle, ...right].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

export function inBlock(block: string, address: string): boolean {
  const [base = '', length = '0'] = block.split('/');
  const [a, b] = [bytesOf(base), bytesOf(address)];
  if (a.length !== b.length) return false;
  for (let bit = 0; bit < Number(length); bit++) {
    const at = bit >> 3;
    const mask = 128 >> (bit & 7);
    if (((a[at] ?? 0) & mask) !== ((b[at] ?? 0) & mask)) return false;
  }
  return true;
}

const numbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };

function sameProtocol(text: string, protocol: number): boolean {
  return text === '-1' || (numbers[text] ?? Number(text)) === protocol;
}

/** Yes, no, or perhaps: the worst is that something may match. */
type Perhaps = boolean | 'perhaps';

const lists: Readonly<Record<string, readonly string[]>> = { 'pl-1': ['198.51.100.8/32', '10.0.0.0/30'] };

function permissionMatches(rule: Permission, flow: Connection, far = flow.destination): Perhaps {
  if (!sameProtocol(rule.IpProtocol, flow.protocol)) return false;
  let sure = true;
  const all = rule.IpProtocol === '-1';
  if (!all && (flow.protocol === 6 || flow.protocol === 17)) {
    const everything = rule.FromPort === 0 && rule.ToPort === 65_535;
    if (flow.port === 0) sure = everything;
    else if (flow.port < (rule.FromPort ?? 0) || flow.port > (rule.ToPort ?? 65_535)) return false;
  }
  if (!all && (flow.protocol === 1 || flow.protocol === 58) && rule.FromPort !== -1) sure = false;
  const peer = peerMatches(rule, far);
  if (peer === false) return false;
  return sure ? peer : 'perhaps';
}

function peerMatches(rule: Permission, destination: string): Perhaps {
  if (rule.IpRanges.some(({ CidrIp }) => inBlock(CidrIp, destination))) return true;
  if (rule.Ipv6Ranges.some(({ CidrIpv6 }) => inBlock(CidrIpv6, destination))) return true;
  const members = (group: string) =>
    interfaces.filter((each) => (each.groups as readonly string[]).includes(group));
  if (
    rule.UserIdGroupPairs.some(({ GroupId }) => members(GroupId).some((each) => each.address === destination))
  )
    return true;
  if (
    rule.PrefixListIds.some(({ PrefixListId }) =>
      lists[PrefixListId]?.some((block) => inBlock(block, destination)),
    )
  )
    return true;
  const unknownGroup = rule.UserIdGroupPairs.some(({ GroupId }) => GroupId === 'sg-9');
  const unknownList = rule.PrefixListIds.some(({ PrefixListId }) => lists[PrefixListId] === undefined);
  return unknownGroup || unknownList ? 'perhaps' : false;
}

export function bySecurityGroups(groups: readonly (readonly Permission[])[], flow: Connection): Answer {
  if (flow.scope === 'link-local-service') return 'pass';
  const own = interfaces.find((each) => each.id === flow.iface)?.groups ?? [];
  const rules = own.flatMap((id) => groups[Number(id.slice(3)) - 1] ?? []);
  const answers = rules.map((rule) => permissionMatches(rule, flow));
  if (answers.includes(true)) return 'pass';
  return answers.includes('perhaps') || own.length === 0 ? 'unknown' : 'block';
}

/** What the groups of the destination let in, where an interface has its address; one that should be there is missing. */
export function byIngress(groups: readonly (readonly Permission[])[], flow: Connection): Answer {
  if (flow.scope === 'link-local-service') return 'pass';
  const theirs = interfaces.find((each) => each.address === flow.destination)?.groups;
  const inside = subnets.some(({ CidrBlock }) => inBlock(CidrBlock, flow.destination));
  if (theirs === undefined) return inside ? 'unknown' : 'pass';
  const rules = theirs.flatMap((id) => groups[Number(id.slice(3)) - 1] ?? []);
  const answers = rules.map((rule) => permissionMatches(rule, flow, flow.source));
  if (answers.includes(true)) return 'pass';
  return answers.includes('perhaps') || theirs.length === 0 ? 'unknown' : 'block';
}

/** Tries every way in which what is not known may turn out. */
function inOrder(entries: readonly AclEntry[], port: number, far: string, protocol: number): Set<boolean> {
  const [first, ...rest] = entries;
  if (first === undefined) return new Set([false]);
  const block = first.CidrBlock ?? first.Ipv6CidrBlock ?? '';
  if (!sameProtocol(first.Protocol, protocol) || !inBlock(block, far))
    return inOrder(rest, port, far, protocol);
  const decides = first.RuleAction === 'allow';
  const range = first.PortRange;
  const whole = range === undefined || (range.From === 0 && range.To === 65_535);
  if (!whole && port !== 0 && (port < range.From || port > range.To))
    return inOrder(rest, port, far, protocol);
  const open = (!whole && port === 0) || (first.IcmpTypeCode !== undefined && first.IcmpTypeCode.Type !== -1);
  return open ? new Set([decides, ...inOrder(rest, port, far, protocol)]) : new Set([decides]);
}

/** Entries are those of subnet-a; subnet-b lets everything through. */
export function byNetworkAcl(entries: readonly AclEntry[], flow: Connection): Answer {
  if (flow.scope === 'link-local-service') return 'pass';
  const own = interfaces.find((each) => each.id === flow.iface);
  const inA = (address: string) => inBlock(subnets[0]?.CidrBlock ?? '', address);
  const leaves = own?.subnet === 'subnet-a';
  if (leaves === inA(flow.destination)) return 'pass';
  const far = leaves ? flow.destination : flow.source;
  const sorted = [...entries].sort((a, b) => a.RuleNumber - b.RuleNumber);
  const way = (egress: boolean, port: number) =>
    inOrder(
      sorted.filter((each) => each.Egress === egress),
      port,
      far,
      flow.protocol,
    );
  const ways = [way(leaves, flow.port)];
  if (flow.protocol === 6 || flow.answered) ways.push(way(!leaves, flow.clientPort));
  if (ways.some((each) => !each.has(true))) return 'block';
  return ways.some((each) => each.has(false)) ? 'unknown' : 'pass';
}

export function together(...answers: readonly Answer[]): Answer {
  if (answers.includes('block')) return 'block';
  return answers.includes('unknown') ? 'unknown' : 'pass';
}
