import { describe, expect, test } from 'vitest';
import { parsePrefix } from '../../net/index.js';
import type { NeedFacts } from './match.js';
import { type ProposalFacts, type proposalReasons, propose } from './propose.js';

type Asked = Omit<Partial<ProposalFacts>, 'facts'> & { readonly facts?: Partial<NeedFacts> };

function asked({ facts, ...rest }: Asked = {}): ProposalFacts {
  const destination = parsePrefix('198.51.100.7');
  if (!destination) throw new Error('no address');
  return {
    facts: {
      ...{ id: '01234567', workload: 'app', destination, protocol: 6, port: 443 },
      ...{ peers: [], destinationWorkloads: [], services: [], ...facts },
    },
    ...{ scope: 'internet', portClass: 'web', connections: 10, accepted: 10, rejected: 0, unanswered: 0 },
    ...{ firstSeen: 100, window: { from: 0, to: 10_000 }, confidence: 'high', expectedBy: null },
    ...{ scenarios: [], scenariosKnown: 0, admittedBy: null },
    ...rest,
  };
}

const codes = (need: Asked) => propose(asked(need)).reasons.map((reason) => reason.code);

describe('each reason', () => {
  const examples: Record<keyof typeof proposalReasons, readonly [holds: Asked, not: Asked]> = {
    'port-unknown': [{ facts: { port: 0 } }, { facts: { protocol: 1, port: 0 } }],
    suspect: [
      { facts: { port: 3333 }, portClass: 'mining' },
      { scope: 'own-vpc', portClass: 'mining' },
    ],
    'inside-port-outside': [{ portClass: 'database' }, { portClass: 'database', scope: 'peered' }],
    telnet: [{ facts: { port: 23 } }, { facts: { port: 23 }, scope: 'own-vpc' }],
    admin: [{ portClass: 'admin' }, { portClass: 'admin', scope: 'own-vpc' }],
    ephemeral: [
      { facts: { port: 40_000 }, portClass: null },
      { facts: { port: 50_000 }, portClass: 'database' },
    ],
    readable: [{ facts: { port: 80 } }, { facts: { port: 80 }, scope: 'own-vpc' }],
    'rejected-only': [
      { accepted: 0, rejected: 4 },
      { accepted: 1, rejected: 4 },
    ],
    'rejected-before': [{ rejected: 1 }, { accepted: 0, rejected: 1 }],
    unanswered: [
      { accepted: 0, unanswered: 2 },
      { accepted: 0, unanswered: 2, facts: { protocol: 17 } },
    ],
    'low-confidence': [{ confidence: 'low' }, { confidence: 'medium' }],
    'one-scenario': [
      { scenarios: ['a'], scenariosKnown: 2 },
      { scenarios: ['a'], scenariosKnown: 1 },
    ],
    late: [{ firstSeen: 9000 }, { firstSeen: 8999 }],
    'shared-service': [
      { scope: 'aws-service', facts: { services: ['ec2'] } },
      { scope: 'aws-service', facts: { services: ['s3'] } },
    ],
    expected: [{ expectedBy: 'payments' }, {}],
    admitted: [{ admittedBy: 'the group db admits app' }, {}],
    'service-port': [
      { scope: 'gateway-endpoint', facts: { services: ['s3'] } },
      { scope: 'gateway-endpoint', facts: { services: ['s3'], port: 80 } },
    ],
    'link-local': [{ scope: 'link-local-service' }, {}],
    'several-scenarios': [{ scenarios: ['a', 'b'], scenariosKnown: 3 }, { scenarios: ['a'] }],
    'unexpected-party': [
      { facts: { peers: [{ kind: 'domain', name: 'example.com' }] } },
      { expectedBy: 'a' },
    ],
    'unknown-port': [{ portClass: null }, { portClass: null, scope: 'own-vpc' }],
  };

  test.each(Object.entries(examples))('%s', (code, [holds, not]) => {
    expect(codes(holds)).toContain(code);
    expect(codes(not)).not.toContain(code);
  });
});

describe('the answer', () => {
  test.each([
    ['deny', { portClass: 'database', expectedBy: 'partner' }],
    ['look', { portClass: 'admin', facts: { port: 22 } }],
    ['look', {}],
    [
      'look',
      {
        scenarios: ['a', 'b'],
        scenariosKnown: 2,
        facts: { peers: [{ kind: 'domain', name: 'example.com' }] },
      },
    ],
    ['look', { expectedBy: 'payments', rejected: 1 }],
    ['allow', { expectedBy: 'payments' }],
    ['allow', { scope: 'own-vpc', admittedBy: 'the group db admits app', portClass: 'database' }],
    ['allow', { scope: 'gateway-endpoint', facts: { services: ['s3'] } }],
    ['look', { scope: 'own-vpc' }],
  ] as const)('is %s for %o', (answer, need) => expect(propose(asked(need)).answer).toBe(answer));

  test('is given with the reasons for it first', () => {
    expect(codes({ portClass: 'mining', expectedBy: 'a label', facts: { port: 3333 } })).toEqual([
      'suspect',
      'expected',
    ]);
  });

  test('never proposes to allow what was only attempted', () => {
    for (const attempts of [{ rejected: 3 }, { unanswered: 3 }]) {
      expect(propose(asked({ accepted: 0, ...attempts, expectedBy: 'payments' })).answer).not.toBe('allow');
    }
  });
});
