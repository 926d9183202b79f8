import { type Prefix, parsePrefix } from '../../src/net/index.js';
import type { EgressPolicy, EgressRule, Peer, WorkloadPlace } from '../../src/policy/index.js';
import { defaultTargetOptions, type TargetContext, type TargetOptions } from '../../src/target/index.js';

export function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (parsed === undefined) throw new Error(`${text} is no prefix`);
  return parsed;
}

export function cidr(text: string): Peer {
  return { kind: 'prefix', prefix: prefix(text) };
}

export function rule(
  id: string,
  peer: Peer,
  protocol: number | null,
  ports: string | null,
  needs: readonly string[] = ['0000000a'],
): EgressRule {
  const [from = 0, to = from] = (ports ?? '').split('-').map(Number);
  return {
    id,
    peer,
    protocol,
    ports: ports === null ? null : { from, to },
    needs,
    decidedBy: [{ line: 2, text: 'app,*,tcp,443' }],
    excess: 0n,
    marks: [],
  };
}

export function place(workload: string, over: Partial<WorkloadPlace> = {}): WorkloadPlace {
  return {
    workload,
    securityGroups: [{ id: 'sg-0a990000000000000', name: workload }],
    subnets: [{ id: `subnet-${workload}`, prefixes: [prefix('10.32.16.0/24')] }],
    vpcId: 'vpc-0f1e2d3c4b5a69788',
    addresses: [prefix('10.32.16.10/32'), prefix('10.32.16.11/32')],
    ...over,
  };
}

export function policy(
  ...workloads: readonly (readonly [WorkloadPlace, readonly EgressRule[]])[]
): EgressPolicy {
  return {
    workloads: workloads.map(([at, rules]) => ({ place: at, rules, excess: 0n })),
    ownPrefixes: [prefix('10.32.0.0/16'), prefix('2001:db8:20::/56')],
    window: { from: 1_789_000_000, to: 1_789_014_400 },
  };
}

const s3: Peer = {
  kind: 'prefix-list',
  id: 'pl-6ea54007',
  name: 'com.amazonaws.eu-central-1.s3',
  prefixes: [prefix('52.219.168.0/21'), prefix('3.5.134.0/23')],
  weight: 1,
};
export const database: Peer = { kind: 'security-group', id: 'sg-0db00000000000000', name: 'db' };

/** Every kind of peer and protocol that addresses can say. */
export const addressPolicy = policy(
  [
    place('app'),
    [
      rule('00000a01', database, 6, '5432', ['aaaaaaa1', 'aaaaaaa2']),
      rule('00000a02', s3, 6, '443'),
      rule('00000a03', cidr('198.51.100.7/32'), 6, '443'),
      rule('00000a04', cidr('2001:db8:99::/64'), 6, '8000-8100'),
      rule('00000a05', cidr('198.51.100.9/32'), 1, null),
    ],
  ],
  [
    place('batch jobs', {
      securityGroups: [{ id: 'sg-0ba00000000000000', name: 'batch' }],
      subnets: [{ id: 'subnet-batch', prefixes: [prefix('10.32.18.0/24')] }],
      addresses: [prefix('10.32.18.5/32')],
    }),
    [
      rule('00000b01', cidr('203.0.113.0/28'), 17, '123'),
      rule('00000b02', cidr('203.0.113.77/32'), 47, null),
      rule('00000b03', cidr('192.0.2.1/32'), null, null, []),
    ],
  ],
);

/** Names beside addresses. */
export const domainPolicy = policy([
  place('app'),
  [
    rule('00000c01', { kind: 'domain', name: '.example.com' }, 6, '443'),
    rule('00000c02', { kind: 'domain', name: 'repo.example.net' }, 6, '443'),
    rule('00000c03', { kind: 'domain', name: 'mirror.example.org' }, 6, '80'),
    rule('00000c04', cidr('198.51.100.7/32'), 6, '22'),
  ],
]);

export function context(
  options: Partial<TargetOptions> = {},
  over: Partial<TargetContext> = {},
): TargetContext {
  return {
    only: null,
    groupAddresses: new Map([
      ['sg-0db00000000000000', [prefix('10.32.32.223/32'), prefix('10.32.33.10/32')]],
    ]),
    served: [
      {
        subnetId: 'subnet-app',
        protocol: 6,
        ports: { from: 8080, to: 8080 },
        peers: [prefix('10.32.0.0/20')],
      },
    ],
    account: '123456789012',
    region: 'eu-central-1',
    options: { ...defaultTargetOptions, ...options },
    ...over,
  };
}
