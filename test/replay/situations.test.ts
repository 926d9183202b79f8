import { describe, expect, test } from 'vitest';
import { describedLayers } from '../../src/app/replay/existing.js';
import { readInventory } from '../../src/inventory/index.js';
import { type Address, parseAddress, protocolNumber } from '../../src/net/index.js';
import {
  type Flow,
  judge,
  type Layer,
  type Origin,
  type Rule,
  type Verdict,
} from '../../src/replay/index.js';
import { readDocuments } from '../fixtures/vpc.js';

/**
 * Situations by hand whose answers the VPC User Guide gives. One VPC, 10.0.0.0/16 and 2001:db8::/56; `app` in subnet-a,
 * `db` in subnet-b, `old` in subnet-b with a group that nobody describes.
 */
const interfaces = [
  {
    id: 'eni-app',
    address: '10.0.1.10',
    v6: '2001:db8::10',
    subnet: 'subnet-a',
    groups: ['sg-app', 'sg-ops'],
  },
  { id: 'eni-db', address: '10.0.2.10', v6: '2001:db8:0:1::10', subnet: 'subnet-b', groups: ['sg-db'] },
  { id: 'eni-old', address: '10.0.2.11', v6: '2001:db8:0:1::11', subnet: 'subnet-b', groups: ['sg-old'] },
];
const places = [
  {
    Subnets: [
      ['subnet-a', '10.0.1.0/24', '2001:db8::/64'],
      ['subnet-b', '10.0.2.0/24', '2001:db8:0:1::/64'],
    ].map(([SubnetId, CidrBlock, Ipv6CidrBlock]) => ({
      ...{ SubnetId, VpcId: 'vpc-1', CidrBlock },
      Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock }],
    })),
  },
  {
    NetworkInterfaces: interfaces.map(({ id, address, v6, subnet, groups }) => ({
      ...{ NetworkInterfaceId: id, VpcId: 'vpc-1', SubnetId: subnet, PrivateIpAddress: address },
      Ipv6Addresses: [{ Ipv6Address: v6 }],
      Groups: groups.map((GroupId) => ({ GroupId, GroupName: GroupId.slice(3) })),
      Attachment: { InstanceId: `i-${id}` },
    })),
  },
  { PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: ['198.51.100.0/28'] }] },
];

function layersOf(...documents: readonly object[]): Layer[] {
  const reading = readDocuments(...places, ...documents);
  expect(reading.diagnostics).toEqual([]);
  return describedLayers(reading, reading.inventory);
}

function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`${text} is an address`);
  return address;
}

interface Opening extends Partial<Omit<Flow, 'protocol'>> {
  readonly from?: 'eni-app' | 'eni-db';
}

/** What becomes of `tcp/443 198.51.100.1`, `icmp 10.0.2.10`. */
function verdict(layers: readonly Layer[], what: string, more: Opening = {}): string {
  const found = judged(layers, what, more);
  return found.kind === 'passes' ? 'passes' : `${found.kind}: ${found.reason}`;
}

/** The rules that speak of it, and those that may. */
function spoken(layers: readonly Layer[], what: string) {
  const { kind, matched, maybe } = judged(layers, what);
  const texts = (rules: readonly Rule[]) => [...new Set(rules.map(({ text }) => text))];
  return { kind, matched: texts(matched), maybe: texts(maybe) };
}

function judged(layers: readonly Layer[], what: string, more: Opening = {}): Verdict {
  const [traffic = '', address = ''] = what.split(' ');
  const [name = '', port] = traffic.split('/');
  const own = interfaces.find(({ id }) => id === (more.from ?? 'eni-app'));
  const destination = parseAddress(address);
  const source = parseAddress((destination?.family === 6 ? own?.v6 : own?.address) ?? '');
  const protocol = protocolNumber(name);
  if (!own || !destination || !source || protocol === undefined) throw new Error(`${what} is no traffic`);
  const flow: Flow = {
    ...{ source, destination, protocol, port: port === undefined ? 0 : Number(port), clientPort: 40_000 },
    ...{ answered: true, names: [], reach: address.startsWith('10.0.') ? 'inside' : 'leaving' },
    ...more,
  };
  const origin: Origin = {
    ...{ workload: own.id, interfaceId: own.id, subnetId: own.subnet, vpcId: 'vpc-1' },
    securityGroups: own.groups.map((id) => ({ id, name: id })),
  };
  return judge(layers, flow, origin);
}

const everywhere = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const tcp = (FromPort: number, ToPort: number, peers: object) => ({
  IpProtocol: 'tcp',
  FromPort,
  ToPort,
  ...peers,
});
const all = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] };

/** Groups of the VPC by what they let out; those that are not named let nothing out. */
function egress(groups: Readonly<Record<string, readonly object[]>>) {
  const known = ['sg-app', 'sg-ops', 'sg-db'];
  return {
    SecurityGroups: known.map((GroupId) => ({ GroupId, IpPermissionsEgress: groups[GroupId] ?? [] })),
  };
}

/** Groups that let everything out, by what they let in. */
function ingress(groups: Readonly<Record<string, readonly object[]>>) {
  return {
    SecurityGroups: Object.entries(groups).map(([GroupId, IpPermissions]) => ({
      ...{ GroupId, IpPermissions, IpPermissionsEgress: [all] },
    })),
  };
}

describe('security groups', () => {
  test('of one interface act together', () => {
    const layers = layersOf(
      egress({ 'sg-app': [tcp(443, 443, everywhere)], 'sg-ops': [tcp(22, 22, everywhere)] }),
    );
    expect(verdict(layers, 'tcp/443 198.51.100.1')).toBe('passes');
    expect(verdict(layers, 'tcp/22 198.51.100.1')).toBe('passes');
    expect(verdict(layers, 'tcp/25 198.51.100.1')).toBe('blocked: no-rule');
  });

  test('as a peer are the private addresses of their members', () => {
    const layers = layersOf(
      egress({ 'sg-app': [tcp(5432, 5432, { UserIdGroupPairs: [{ GroupId: 'sg-db' }] })] }),
    );
    expect(verdict(layers, 'tcp/5432 10.0.2.10')).toBe('passes');
    expect(verdict(layers, 'tcp/5432 2001:db8:0:1::10')).toBe('passes');
    expect(verdict(layers, 'tcp/5432 10.0.2.11')).toBe('blocked: no-rule');
  });

  test('know a prefix list by its entries, and say when they are not known', () => {
    const to = (PrefixListId: string) =>
      layersOf(egress({ 'sg-app': [tcp(443, 443, { PrefixListIds: [{ PrefixListId }] })] }));
    expect(verdict(to('pl-1'), 'tcp/443 198.51.100.15')).toBe('passes');
    expect(verdict(to('pl-1'), 'tcp/443 198.51.100.16')).toBe('blocked: no-rule');
    expect(verdict(to('pl-2'), 'tcp/443 198.51.100.15')).toBe('unknown: prefix-list-entries');
    expect(verdict(to('pl-2'), 'tcp/80 198.51.100.15')).toBe('blocked: no-rule');
  });

  test('open every port and protocol by -1, and all of a numbered protocol', () => {
    const every = layersOf(egress({ 'sg-app': [{ IpProtocol: '-1', ...everywhere }] }));
    for (const what of ['tcp/0', 'udp/65535', 'esp', 'icmp', 'sctp/9']) {
      expect(verdict(every, `${what} 198.51.100.1`)).toBe('passes');
    }
    const esp = layersOf(egress({ 'sg-app': [{ IpProtocol: '50', FromPort: 7, ToPort: 7, ...everywhere }] }));
    expect(verdict(esp, 'esp 198.51.100.1')).toBe('passes');
    expect(verdict(esp, 'gre 198.51.100.1')).toBe('blocked: no-rule');
  });

  test('have rules that may be used beside one that is', () => {
    const open = { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, ...everywhere };
    const layers = layersOf(egress({ 'sg-app': [{ ...open, FromPort: 8 }, open] }));
    const [maybe, matched] = [['allow icmp type 8 to 0.0.0.0/0'], ['allow icmp to 0.0.0.0/0']];
    expect(spoken(layers, 'icmp 198.51.100.1')).toEqual({ kind: 'passes', matched, maybe });
  });

  test('tell ICMP types apart, which flow logs do not', () => {
    const types = (FromPort: number, ToPort: number) =>
      layersOf(egress({ 'sg-app': [{ IpProtocol: 'icmp', FromPort, ToPort, ...everywhere }] }));
    expect(verdict(types(-1, -1), 'icmp 198.51.100.1')).toBe('passes');
    expect(verdict(types(8, -1), 'icmp 198.51.100.1')).toBe('unknown: icmp-type-not-logged');
    expect(verdict(types(3, 4), 'icmp 198.51.100.1')).toBe('unknown: icmp-type-not-logged');
    expect(verdict(types(-1, -1), 'icmpv6 2001:db8:9::1')).toBe('blocked: no-rule');
  });

  test('let a connection without a logged port through where every port is open', () => {
    const ports = (from: number, to: number) => layersOf(egress({ 'sg-app': [tcp(from, to, everywhere)] }));
    expect(verdict(ports(0, 65_535), 'tcp 198.51.100.1', { port: null })).toBe('passes');
    expect(verdict(ports(1, 65_535), 'tcp 198.51.100.1', { port: null })).toBe('unknown: port-not-logged');
    expect(verdict(ports(0, 65_535), 'tcp/65535 198.51.100.1')).toBe('passes');
  });

  test('keep IPv4 and IPv6 apart', () => {
    const four = layersOf(egress({ 'sg-app': [{ IpProtocol: '-1', ...everywhere }] }));
    const six = layersOf(egress({ 'sg-app': [{ IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] }] }));
    expect(verdict(four, 'tcp/443 2001:db8:9::1')).toBe('blocked: no-rule');
    expect(verdict(six, 'tcp/443 2001:db8:9::1')).toBe('passes');
    expect(verdict(six, 'tcp/443 198.51.100.1')).toBe('blocked: no-rule');
  });

  test('do not filter link-local services', () => {
    expect(verdict(layersOf(egress({})), 'tcp/80 169.254.169.254', { reach: 'unfiltered' })).toBe('passes');
  });
});

describe('what a destination lets in', () => {
  const own = { 'sg-app': [], 'sg-ops': [] };

  test('is asked of the security groups of its interface', () => {
    const layers = layersOf(
      ingress({ ...own, 'sg-db': [tcp(5432, 5432, { UserIdGroupPairs: [{ GroupId: 'sg-app' }] })] }),
    );
    expect(verdict(layers, 'tcp/5432 10.0.2.10')).toBe('passes');
    expect(verdict(layers, 'tcp/5432 2001:db8:0:1::10')).toBe('passes');
    expect(verdict(layers, 'tcp/5433 10.0.2.10')).toBe('blocked: no-ingress-rule');
    expect(verdict(layers, 'tcp/5432 10.0.2.10', { source: addressOf('10.0.1.99') })).toBe(
      'blocked: no-ingress-rule',
    );
  });

  test('does not make a rule unused that let the connection out, or may have', () => {
    const all = ['allow everything to 0.0.0.0/0'];
    const db = layersOf(ingress({ ...own, 'sg-db': [] }));
    expect(spoken(db, 'tcp/22 10.0.2.10')).toEqual({ kind: 'blocked', matched: all, maybe: [] });
    expect(spoken(db, 'tcp/22 10.0.2.77')).toEqual({ kind: 'unknown', matched: all, maybe: [] });
    expect(spoken(db, 'tcp/22 10.0.2.11')).toEqual({ kind: 'unknown', matched: all, maybe: [] });
    const ping = { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, ...everywhere };
    const described = ['sg-app', 'sg-ops', 'sg-db'].map((GroupId) => ({
      ...{ GroupId, IpPermissions: [] },
      IpPermissionsEgress: GroupId === 'sg-app' ? [ping] : [],
    }));
    const maybe = ['allow icmp type 8 to 0.0.0.0/0'];
    const pinged = spoken(layersOf({ SecurityGroups: described }), 'icmp 10.0.2.10');
    expect(pinged).toEqual({ kind: 'blocked', matched: [], maybe });
  });

  test('is not asked of what lies outside the VPC', () => {
    expect(verdict(layersOf(ingress(own)), 'tcp/443 198.51.100.1')).toBe('passes');
  });

  test('is unknown where the interface or its group is not described, and never a block', () => {
    const layers = layersOf(ingress(own));
    expect(verdict(layers, 'tcp/5432 10.0.2.77')).toBe('unknown: destination-not-described');
    expect(verdict(layers, 'tcp/5432 10.0.2.11')).toBe('unknown: destination-group-not-described');
  });

  test('is not asked of groups that are described by their egress rules alone', () => {
    const layers = layersOf(egress({ 'sg-app': [all] }));
    expect(layers[0]?.ingress).toBeUndefined();
    expect(verdict(layers, 'tcp/5432 10.0.2.10')).toBe('passes');
    expect(verdict(layers, 'tcp/5432 10.0.2.77')).toBe('passes');
  });

  test('is known from a list of rules for the groups that it names', () => {
    const rule = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 };
    const layers = layersOf({
      SecurityGroupRules: [
        { GroupId: 'sg-app', IsEgress: true, IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' },
        { GroupId: 'sg-db', IsEgress: false, ...rule, CidrIpv4: '10.0.1.0/24' },
      ],
    });
    expect(verdict(layers, 'tcp/5432 10.0.2.10')).toBe('passes');
    expect(verdict(layers, 'tcp/22 10.0.2.10')).toBe('blocked: no-ingress-rule');
    expect(verdict(layers, 'tcp/22 10.0.2.11')).toBe('unknown: destination-group-not-described');
  });
});

type Entry = readonly [number: number, way: 'in' | 'out', action: string, what: string, block: string];

/** `[100, 'out', 'allow', 'tcp/443', '0.0.0.0/0']` in the words of the API. */
function entry([RuleNumber, way, RuleAction, what, block]: Entry) {
  const [name = '', ports] = what.split('/');
  const [From, To = From] = (ports ?? '').split('-').map(Number);
  return {
    ...{ RuleNumber, Egress: way === 'out', RuleAction },
    Protocol: name === 'all' ? '-1' : String(protocolNumber(name)),
    ...(ports === undefined ? {} : { PortRange: { From, To } }),
    ...(block.includes(':') ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
  };
}

const implicit: readonly Entry[] = [
  [32_767, 'out', 'deny', 'all', '0.0.0.0/0'],
  [32_767, 'in', 'deny', 'all', '0.0.0.0/0'],
];
const open: readonly Entry[] = [
  [100, 'out', 'allow', 'all', '0.0.0.0/0'],
  [100, 'in', 'allow', 'all', '0.0.0.0/0'],
];

/** Network ACLs by subnet; each ends with the entry that AWS adds. */
function acls(entries: Readonly<Record<string, readonly Entry[]>>) {
  return {
    NetworkAcls: Object.entries(entries).map(([SubnetId, own]) => ({
      NetworkAclId: `acl-${SubnetId}`,
      Associations: [{ SubnetId }],
      Entries: [...own, ...implicit].map(entry),
    })),
  };
}

describe('network ACLs', () => {
  test('follow the numbers, not the order of the file', () => {
    const layers = layersOf(
      acls({
        'subnet-a': [
          [200, 'out', 'allow', 'tcp/443', '0.0.0.0/0'],
          [100, 'out', 'deny', 'all', '198.51.100.0/24'],
          [100, 'in', 'allow', 'tcp/1024-65535', '0.0.0.0/0'],
        ],
      }),
    );
    expect(verdict(layers, 'tcp/443 198.51.100.1')).toBe('blocked: denied-out');
    expect(verdict(layers, 'tcp/443 203.0.113.1')).toBe('passes');
    expect(verdict(layers, 'tcp/80 203.0.113.1')).toBe('blocked: denied-out');
  });

  test('need an entry for replies to the port of the client', () => {
    const replies = (ports: string) =>
      layersOf(
        acls({
          'subnet-a': [
            [100, 'out', 'allow', 'all', '0.0.0.0/0'],
            [100, 'in', 'allow', `tcp/${ports}`, '0.0.0.0/0'],
            [110, 'in', 'allow', `udp/${ports}`, '0.0.0.0/0'],
          ],
        }),
      );
    expect(verdict(replies('32768-60999'), 'tcp/443 198.51.100.1')).toBe('passes');
    expect(verdict(replies('32768-39999'), 'tcp/443 198.51.100.1')).toBe('blocked: denied-back');
    expect(verdict(replies('49152-65535'), 'udp/53 198.51.100.1')).toBe('blocked: denied-back');
    // Nothing came back over UDP, so nothing needs to be let in.
    expect(verdict(replies('49152-65535'), 'udp/53 198.51.100.1', { answered: false })).toBe('passes');
    expect(verdict(replies('1-65535'), 'tcp/443 198.51.100.1', { clientPort: null })).toBe(
      'unknown: port-not-logged',
    );
  });

  test('are not asked within a subnet', () => {
    expect(verdict(layersOf(acls({ 'subnet-a': [] })), 'tcp/22 10.0.1.77')).toBe('passes');
  });

  test('of the subnet of the destination are asked both ways', () => {
    const there = (...entries: readonly Entry[]) => layersOf(acls({ 'subnet-a': open, 'subnet-b': entries }));
    const lets: Entry = [100, 'in', 'allow', 'tcp/5432', '10.0.1.0/24'];
    expect(verdict(there(), 'tcp/5432 10.0.2.10')).toBe('blocked: destination-denied-in');
    expect(verdict(there(lets), 'tcp/5432 10.0.2.10')).toBe('blocked: destination-denied-back');
    expect(
      verdict(there(lets, [100, 'out', 'allow', 'tcp/1024-65535', '10.0.1.0/24']), 'tcp/5432 10.0.2.10'),
    ).toBe('passes');
    expect(
      verdict(there(lets, [100, 'out', 'allow', 'tcp/1024-2048', '10.0.1.0/24']), 'tcp/5432 10.0.2.10'),
    ).toBe('blocked: destination-denied-back');
    expect(verdict(layersOf(acls({ 'subnet-a': open })), 'tcp/5432 10.0.2.10')).toBe(
      'unknown: destination-subnet-not-described',
    );
  });

  test('have used entries where the destination, or the reply, cannot be judged', () => {
    const one = layersOf(acls({ 'subnet-a': open }));
    const both = ['100 out allow everything to 0.0.0.0/0', '100 in allow everything from 0.0.0.0/0'];
    expect(spoken(one, 'tcp/5432 10.0.2.10')).toEqual({ kind: 'unknown', matched: both, maybe: [] });
    const ping = { ...entry([90, 'out', 'deny', 'icmp', '0.0.0.0/0']), IcmpTypeCode: { Type: 8, Code: -1 } };
    const [acl] = acls({ 'subnet-a': open }).NetworkAcls;
    const typed = layersOf({ NetworkAcls: [{ ...acl, Entries: [ping, ...(acl?.Entries ?? [])] }] });
    const maybe = ['90 out deny icmp type 8 to 0.0.0.0/0', both[0]];
    const pinged = spoken(typed, 'icmp 198.51.100.1');
    expect(pinged).toEqual({ kind: 'unknown', matched: [both[1]], maybe });
  });

  test('deny IPv6 where only IPv4 is allowed', () => {
    const six: readonly Entry[] = [
      [101, 'out', 'allow', 'tcp/443', '::/0'],
      [101, 'in', 'allow', 'tcp/1024-65535', '::/0'],
    ];
    expect(verdict(layersOf(acls({ 'subnet-a': open })), 'tcp/443 2001:db8:9::1')).toBe(
      'blocked: denied-out',
    );
    expect(verdict(layersOf(acls({ 'subnet-a': [...open, ...six] })), 'tcp/443 2001:db8:9::1')).toBe(
      'passes',
    );
  });
});

test('rules are named by file, line and column', () => {
  const text = [
    '\uFEFF{ "SecurityGroups": [',
    '  { "GroupId": "sg-app", "IpPermissionsEgress": [',
    '    { "IpProtocol": "-1",',
    '      "IpRanges": [{ "CidrIp": "0.0.0.0/0" }, { "CidrIp": "10.0.0.0/8" }] }] }],',
    '  "NetworkAcls": [{ "NetworkAclId": "acl-1", "Associations": [], "Entries": [',
    '    { "RuleNumber": 1, "Egress": true, "RuleAction": "deny", "Protocol": "-1", "CidrBlock": "0.0.0.0/0" }]}],',
    '  "RouteTables": [{ "RouteTableId": "rtb-1", "Routes": [',
    '    { "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1" }]}]',
    '}',
  ].join('\n');
  const reading = readInventory([{ name: 'rules.json', text }]);
  const found = describedLayers(reading, reading.inventory).flatMap((layer) => layer.rules);
  expect(found.map((rule) => rule.place)).toEqual([
    'rules.json:4:20',
    'rules.json:4:47',
    'rules.json:6:5',
    'rules.json:8:5',
  ]);
});
