import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { basisOf, need, prefix, ruling } from '../../../test/fixtures/policy-basis.js';
import { bases, cells, decided, groups, passes } from '../../../test/fixtures/policy-universe.js';
import { hasPorts, protocolName } from '../../net/index.js';
import type { DecidedNeed, EgressRule, Peer, PolicyBasis, Ruling } from '../types.js';
import { derivePolicy } from './derive.js';
import { peerText } from './rule-id.js';

function rulesOf(
  basis: PolicyBasis,
  options: Parameters<typeof derivePolicy>[1] = {},
): readonly EgressRule[] {
  const { policy, diagnostics } = derivePolicy(basis, options);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return policy?.workloads.flatMap(({ rules }) => rules) ?? [];
}

const unbounded = { maxRules: Number.POSITIVE_INFINITY };

describe('the promises of a derived policy', () => {
  test('everything allowed passes, everything denied or undecided fails', () => {
    fc.assert(
      fc.property(bases, fc.constantFrom(1, 2, 3, 5, 60), (basis, maxRules) => {
        const { policy, diagnostics } = derivePolicy(basis, { maxRules });
        if (policy === undefined) {
          expect(diagnostics.map(({ code }) => code)).toContain('policy-too-many-rules');
          return;
        }
        const rules = policy.workloads.flatMap((each) => each.rules);
        expect(rules.length).toBeLessThanOrEqual(maxRules);
        for (const cell of cells()) {
          const answer = decided(basis, cell);
          if (answer !== undefined) expect([cell, passes(rules, cell)]).toEqual([cell, answer === 'allow']);
        }
      }),
      { numRuns: 800 },
    );
  });

  test('no rule is spare', () => {
    fc.assert(
      fc.property(bases, fc.constantFrom(3, 5, 60), (basis, maxRules) => {
        const rules = derivePolicy(basis, { maxRules }).policy?.workloads.flatMap((each) => each.rules) ?? [];
        const allowed = cells().filter((cell) => decided(basis, cell) === 'allow');
        for (const rule of rules) {
          // A line that names a group asks for the group, whoever is in it today.
          if (rule.peer.kind === 'security-group' && rule.referenceExcess === undefined) continue;
          const without = rules.filter((each) => each !== rule);
          expect([rule, allowed.every((cell) => passes(without, cell))]).toEqual([rule, false]);
        }
      }),
      { numRuns: 600 },
    );
  });

  test('with unlimited rules there is no excess, but for what references stand for', () => {
    fc.assert(
      fc.property(bases, (basis) => {
        const rules = rulesOf(basis, unbounded);
        for (const rule of rules) expect(rule.excess).toBe(0n);
        const plain = rules.filter(({ peer }) => peer.kind === 'prefix');
        for (const cell of cells()) if (passes(plain, cell)) expect(decided(basis, cell)).toBe('allow');
      }),
      { numRuns: 300 },
    );
  });

  test('the excess that is written is the one that is counted', () => {
    fc.assert(
      fc.property(bases, fc.constantFrom(2, 4), (basis, maxRules) => {
        for (const rule of derivePolicy(basis, { maxRules }).policy?.workloads[0]?.rules ?? []) {
          if (hasPorts(rule.protocol ?? 0) && (rule.ports?.to ?? 10) > 9) continue;
          const beyond = cells().filter((cell) => passes([rule], cell) && decided(basis, cell) !== 'allow');
          expect(rule.peer.kind === 'prefix' ? rule.excess : (rule.referenceExcess ?? 0n)).toBe(
            BigInt(beyond.length),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  test('every allowed need has its rule, and a rule only needs that it allows', () => {
    fc.assert(
      fc.property(bases, (basis) => {
        const rules = rulesOf(basis);
        for (const each of basis.needs) {
          const cell = { address: each.destination, protocol: each.protocol, port: each.port };
          const named = rules.filter((rule) => rule.needs.includes(each.id));
          expect(named).toEqual(
            each.decision === 'allow' ? rules.filter((rule) => passes([rule], cell)) : [],
          );
          expect(named.length > 0).toBe(each.decision === 'allow');
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The rules as lines of text, the way a person compares them. */
function written(rules: readonly EgressRule[]): string[] {
  return rules.map(({ peer, protocol, ports: held, marks, excess }) => {
    const service = `${protocol === null ? '*' : protocolName(protocol)}${held === null ? '' : `/${held.from}-${held.to}`}`;
    return [peerText(peer), service, ...(excess === 0n ? [] : [`excess ${excess}`]), ...marks].join(' ');
  });
}

function lines(
  parts: { needs?: DecidedNeed[]; rulings?: Ruling[]; groups?: PolicyBasis['groups'] },
  options = {},
) {
  return written(rulesOf(basisOf(parts), options));
}

const web = { protocol: 6, port: 443, decision: 'allow' as const, connections: 100 };

describe('what a derived policy looks like', () => {
  test('an allowed block stays one rule beside the single port of another address', () => {
    const needs = [need({ ...web, destination: prefix('203.0.113.9') })];
    const rulings = [
      ruling({ peers: [{ kind: 'prefix', prefix: prefix('10.0.0.0/8') }], protocol: 6, ports: null }),
    ];
    expect(lines({ needs, rulings })).toEqual(['10.0.0.0/8 tcp not-seen', '203.0.113.9/32 tcp/443-443']);
  });

  test('a denied address is cut out of an allowed block', () => {
    const rulings = [
      ruling({ peers: [{ kind: 'prefix', prefix: prefix('10.0.0.0/30') }], protocol: 6, ports: null }),
    ];
    const needs = [need({ ...web, destination: prefix('10.0.0.1'), decision: 'deny' })];
    expect(lines({ needs, rulings })).toEqual([
      '10.0.0.0/32 tcp not-seen',
      '10.0.0.1/32 tcp/0-442 not-seen',
      '10.0.0.1/32 tcp/444-65535 not-seen',
      '10.0.0.2/31 tcp not-seen',
    ]);
  });

  test('neighbouring addresses and ports that are allowed alike are one rule', () => {
    const needs = ['10.9.0.4', '10.9.0.5'].flatMap((each) =>
      [80, 81].map((port) => need({ ...web, destination: prefix(each), port })),
    );
    expect(lines({ needs })).toEqual(['10.9.0.4/31 tcp/80-81']);
  });

  test('a group comes before addresses, unless a member is denied on that port', () => {
    const peers: Peer[] = [{ kind: 'security-group', id: 'sg-a', name: 'a' }];
    const one = need({ ...web, destination: prefix('10.0.0.2'), peers });
    expect(lines({ needs: [one], groups })).toEqual(['sg-a tcp/443-443']);
    expect(rulesOf(basisOf({ needs: [one], groups }))[0]?.referenceExcess).toBe(1n);
    const other = need({ ...web, destination: prefix('10.0.0.3'), peers, decision: 'undecided' });
    expect(lines({ needs: [one, other], groups })).toEqual(['10.0.0.2/32 tcp/443-443']);
    expect(lines({ needs: [one, { ...other, port: 80 }], groups })).toEqual(['sg-a tcp/443-443']);
  });

  test('a group whose members nobody knows is used, and its reach said to be unknown', () => {
    const peers: Peer[] = [{ kind: 'security-group', id: 'sg-x', name: null }];
    const [rule] = rulesOf(basisOf({ needs: [need({ ...web, peers })] }));
    expect(rule).toMatchObject({ peer: { id: 'sg-x' }, referenceExcess: null, excess: 0n });
  });

  test('a prefix list serves a public destination when its entries are known', () => {
    const list = {
      kind: 'prefix-list' as const,
      id: 'pl-1',
      name: 'com.amazonaws.eu-central-1.s3',
      weight: null,
    };
    const destination = prefix('52.219.1.1');
    const known = need({ ...web, destination, peers: [{ ...list, prefixes: [prefix('52.219.0.0/20')] }] });
    expect(lines({ needs: [known] })).toEqual(['pl-1 tcp/443-443']);
    const unknown = need({ ...web, destination, peers: [{ ...list, prefixes: null }] });
    expect(lines({ needs: [unknown] })).toEqual(['52.219.1.1/32 tcp/443-443']);
  });

  test('a prefix list that counts as more rules than there are gives way', () => {
    const peers: Peer[] = [
      {
        kind: 'prefix-list',
        id: 'pl-cf',
        name: 'com.amazonaws.global.cloudfront.origin-facing',
        prefixes: [prefix('13.32.0.0/15')],
        weight: null,
      },
    ];
    const needs = [need({ ...web, destination: prefix('13.32.0.1'), peers })];
    expect(lines({ needs })).toEqual(['pl-cf tcp/443-443']);
    expect(lines({ needs }, { maxRules: 54 })).toEqual(['13.32.0.1/32 tcp/443-443']);
  });

  test('many ephemeral ports of one destination are one range, broken where one is denied', () => {
    const ftp = [40_000, 41_000, 42_000, 43_000, 44_000].map((port) => need({ ...web, port }));
    expect(lines({ needs: ftp })).toEqual(['198.51.100.7/32 tcp/40000-44000 excess 3996 port-range']);
    expect(lines({ needs: [...ftp, need({ ...web, port: 42_500, decision: 'deny' })] })).toEqual([
      '198.51.100.7/32 tcp/40000-42000 excess 1998 port-range',
      '198.51.100.7/32 tcp/43000-44000 excess 999 port-range',
    ]);
    expect(lines({ needs: ftp }, { joinPorts: false })).toHaveLength(5);
    expect(lines({ needs: ftp.slice(1) })).toHaveLength(4);
  });

  test('fragments get no rule and are said to have none', () => {
    const fragment = need({ ...web, port: 0 });
    const { policy } = derivePolicy(basisOf({ needs: [fragment] }));
    expect(policy?.workloads[0]?.rules).toEqual([]);
    expect(policy?.unexpressed).toEqual([
      { need: fragment.id, workload: 'app', reason: expect.stringContaining('fragments') },
    ]);
  });

  test('ICMP allows every type and says so', () => {
    expect(lines({ needs: [need({ ...web, protocol: 1, port: 0 })] })).toEqual([
      '198.51.100.7/32 icmp every-icmp-type',
    ]);
  });

  test('every protocol is one rule, and a hole in it is refused', () => {
    const all = ruling({
      peers: [{ kind: 'prefix', prefix: prefix('10.0.0.0/8') }],
      protocol: null,
      ports: null,
    });
    expect(lines({ rulings: [all] })).toEqual(['10.0.0.0/8 * not-seen']);
    const denied = need({ ...web, destination: prefix('10.0.0.1'), decision: 'deny' });
    const { policy, diagnostics } = derivePolicy(basisOf({ rulings: [all], needs: [denied] }));
    expect(policy).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: 'policy-hole-in-every-protocol', source: 'ledger line 2' }]);
  });

  test('a domain is a rule of its own, and serves the needs of its line', () => {
    const one = need({ ...web });
    const rulings = [
      ruling({
        peers: [{ kind: 'domain', name: '.example.com' }],
        protocol: 6,
        ports: { from: 443, to: 443 },
        needs: [one.id],
      }),
    ];
    const rules = rulesOf(basisOf({ needs: [one], rulings }));
    expect(written(rules)).toEqual(['.example.com tcp/443-443']);
    expect(rules[0]?.needs).toEqual([one.id]);
  });

  test('what does not fit is refused with the number that would', () => {
    const needs = [80, 443, 5432].map((port) => need({ ...web, port }));
    const { policy, diagnostics } = derivePolicy(basisOf({ needs }), { maxRules: 2 });
    expect(policy).toBeUndefined();
    expect(diagnostics).toMatchObject([
      {
        code: 'policy-too-many-rules',
        message: '`app` needs 3 IPv4 rules at least, for 3 kinds of protocol and port to addresses; 2 fit.',
        help: expect.stringContaining('--max-rules 3'),
      },
    ]);
  });

  test('a bound on the excess takes as few rules as it allows, or says how many it takes', () => {
    const needs = ['10.9.0.1', '10.9.0.2', '10.9.1.1'].map((each) =>
      need({ ...web, destination: prefix(each) }),
    );
    expect(lines({ needs }, { maxExcess: 2n })).toEqual([
      '10.9.0.0/30 tcp/443-443 excess 2',
      '10.9.1.1/32 tcp/443-443',
    ]);
    expect(lines({ needs }, { maxExcess: 1n })).toHaveLength(3);
    const refused = derivePolicy(basisOf({ needs }), { maxExcess: 2n, maxRules: 1 });
    expect(refused.diagnostics).toMatchObject([
      { code: 'policy-too-much-excess', help: expect.stringContaining('--max-rules 2') },
    ]);
  });

  test('the trade-off goes from the fewest rules to those without excess', () => {
    const needs = ['10.9.0.1', '10.9.0.2', '10.9.1.1'].map((each) =>
      need({ ...web, destination: prefix(each) }),
    );
    const { tradeOffs } = derivePolicy(basisOf({ needs }), { tradeOff: true, maxRules: 2 });
    expect(tradeOffs.map(({ rules, excess, is }) => [rules, excess, ...is])).toEqual([
      [1, 509n, 'fewest'],
      [2, 2n, 'chosen'],
      [3, 0n, 'exact'],
    ]);
  });
});
