import { protocolNumber } from '../net/index.js';
import { present, type Shape } from './shape.js';
import type { IcmpMatch, NetworkAclEntry, SecurityGroupRule } from './types.js';

/** A protocol as rules write it: `-1` is all, else a name or an IANA number. */
function readProtocol(shape: Shape, member: string): { protocol: number | null } | undefined {
  const text = shape.text(member) ?? '-1';
  if (text === '-1') return { protocol: null };
  const protocol = protocolNumber(text);
  if (protocol !== undefined) return { protocol };
  shape.reject(member, 'a protocol name, a number from 0 to 255, or `-1`');
  return undefined;
}

const everyPort = { fromPort: 0, toPort: 65_535 } as const;

/**
 * Ports of a rule. Only TCP and UDP have any: a rule for another protocol opens all of it (VPC User Guide, security
 * group rules), and for ICMP the two numbers are type and code.
 */
function readPorts(shape: Shape, protocol: number | null, from: string, to: string) {
  if (protocol !== 6 && protocol !== 17) return everyPort;
  const fromPort = shape.integer(from, -1, 65_535) ?? -1;
  if (fromPort === -1) return everyPort;
  return { fromPort, toPort: shape.integer(to, -1, 65_535) ?? fromPort };
}

/** Type and code of a rule for ICMP or ICMPv6; -1 is every one (EC2 API, IpPermission and IcmpTypeCode). */
function readIcmp(shape: Shape, protocol: number | null, type: string, code: string): IcmpMatch | null {
  if (protocol !== 1 && protocol !== 58) return null;
  const typeNumber = shape.integer(type, -1, 255) ?? -1;
  if (typeNumber === -1) return null;
  const codeNumber = shape.integer(code, -1, 255) ?? -1;
  return { type: typeNumber, code: codeNumber === -1 ? null : codeNumber };
}

/** Takes note of where a rule stands in its document. `path` as in `RouteTables[0].Routes[1]`. */
export type NotePlace = (rule: object, path: string) => void;

/** The rules of one element of `SecurityGroups` (EC2 API, IpPermission): one for each source or destination. */
export function readGroupRules(shape: Shape, groupId: string, place: NotePlace): SecurityGroupRule[] {
  const read = (member: string, egress: boolean) =>
    shape.objects(member).flatMap((each) => readPermission(each, { groupId, egress }, place));
  return [...read('IpPermissions', false), ...read('IpPermissionsEgress', true)];
}

function readPermission(
  shape: Shape,
  owner: Pick<SecurityGroupRule, 'groupId' | 'egress'>,
  place: NotePlace,
): SecurityGroupRule[] {
  const read = readProtocol(shape, 'IpProtocol');
  if (read === undefined) return [];
  const ports = readPorts(shape, read.protocol, 'FromPort', 'ToPort');
  const icmp = readIcmp(shape, read.protocol, 'FromPort', 'ToPort');
  const peers = (member: string, peerOf: (each: Shape) => string | null) =>
    shape.objects(member).flatMap((each) => {
      const peer = peerOf(each);
      if (peer === null) return [];
      const rule = { ...owner, protocol: read.protocol, ...ports, icmp, peer };
      place(rule, each.path);
      return [rule];
    });
  return [
    ...peers('IpRanges', (each) => each.prefix('CidrIp')),
    ...peers('Ipv6Ranges', (each) => each.prefix('CidrIpv6')),
    ...peers('PrefixListIds', (each) => each.text('PrefixListId')),
    ...peers('UserIdGroupPairs', (each) => each.text('GroupId')),
  ];
}

/** One element of `SecurityGroupRules` (EC2 API, SecurityGroupRule). */
export function readGroupRule(shape: Shape): SecurityGroupRule | null {
  const groupId = shape.id('GroupId');
  const read = readProtocol(shape, 'IpProtocol');
  if (groupId === null || read === undefined) return null;
  const peer =
    shape.prefix('CidrIpv4') ??
    shape.prefix('CidrIpv6') ??
    shape.text('PrefixListId') ??
    shape.object('ReferencedGroupInfo')?.text('GroupId') ??
    null;
  if (peer === null) {
    shape.reject('CidrIpv4', 'a source or destination');
    return null;
  }
  const ports = readPorts(shape, read.protocol, 'FromPort', 'ToPort');
  const icmp = readIcmp(shape, read.protocol, 'FromPort', 'ToPort');
  return { groupId, egress: shape.flag('IsEgress') ?? false, protocol: read.protocol, ...ports, icmp, peer };
}

/** The entries of one element of `NetworkAcls` (EC2 API, NetworkAclEntry). */
export function readAclEntries(shape: Shape, place: NotePlace): NetworkAclEntry[] {
  const aclId = shape.id('NetworkAclId');
  if (aclId === null) return [];
  const subnetIds = present(shape.objects('Associations').map((each) => each.text('SubnetId')));
  return shape.objects('Entries').flatMap((each) => {
    const entry = readAclEntry(each, aclId, subnetIds);
    if (entry === null) return [];
    place(entry, each.path);
    return [entry];
  });
}

function readAclEntry(shape: Shape, aclId: string, subnetIds: readonly string[]): NetworkAclEntry | null {
  const read = readProtocol(shape, 'Protocol');
  const prefix = shape.prefix('CidrBlock') ?? shape.prefix('Ipv6CidrBlock');
  const action = shape.id('RuleAction');
  if (read === undefined || action === null) return null;
  if (prefix === null) {
    shape.reject('CidrBlock', 'a CIDR block');
    return null;
  }
  const range = shape.object('PortRange');
  const ports = range === null ? everyPort : readPorts(range, read.protocol, 'From', 'To');
  const types = shape.object('IcmpTypeCode');
  return {
    aclId,
    subnetIds,
    number: shape.integer('RuleNumber', 1, 65_535) ?? 32_767,
    egress: shape.flag('Egress') ?? false,
    allow: action.toLowerCase() === 'allow',
    protocol: read.protocol,
    ...ports,
    icmp: types === null ? null : readIcmp(types, read.protocol, 'Type', 'Code'),
    prefix,
  };
}
