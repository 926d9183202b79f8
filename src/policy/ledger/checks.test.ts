import { expect, test } from 'vitest';
import { parsePrefix } from '../../net/index.js';
import { checkLedger, ledgerChecks } from './checks.js';
import { createDecider } from './decide.js';
import { readLedger } from './read.js';

const today = '2026-11-25';
const header = 'workload,destination,protocol,port,decision,expires,reason,last_seen';

/** `kind line` of what is found in the lines, for two needs: worker to port 22 and app to port 443, both outside. */
function found(...rows: readonly string[]): string[] {
  const { ledger, diagnostics } = readLedger([header, ...rows].join('\n'), 'ledger.csv');
  if (ledger === undefined) throw new Error(JSON.stringify(diagnostics));
  const decider = createDecider(ledger.lines, today);
  const needs = [
    { workload: 'worker', address: '198.51.100.7', port: 22, portClass: 'admin' },
    { workload: 'app', address: '203.0.113.9', port: 443, portClass: 'web' },
  ].map(({ workload, address, port, portClass }) => {
    const destination = parsePrefix(address);
    if (!destination) throw new Error(address);
    const facts = {
      ...{ id: `0000000${port}`.slice(-8), workload, destination, protocol: 6, port },
      ...{ peers: [], services: ['s3'], destinationWorkloads: [] },
    };
    return { facts, answer: decider.decide(facts), scope: 'internet' as const, portClass };
  });
  const unknownName = ({ workload }: { workload: string | null }) =>
    workload === 'ghost' ? 'No workload is called `ghost`.' : null;
  return checkLedger({ ledger, needs, today, soonDays: 30, unknownName }).map(
    ({ kind, line }) => `${kind} ${line}`,
  );
}

test('every check says when it holds, and has its words', () => {
  const examples: Record<keyof typeof ledgerChecks, readonly [rows: readonly string[], wanted: string]> = {
    contradictory: [
      ['app,203.0.113.9,tcp,443,allow,,,', 'app,203.0.113.9,tcp,443,deny,,,'],
      'contradictory 3',
    ],
    expired: [['app,203.0.113.9,tcp,443,allow,2026-11-24,,'], 'expired 2'],
    expiring: [['app,203.0.113.9,tcp,443,allow,2026-12-25,,'], 'expiring 2'],
    'unreasoned-admin': [['worker,198.51.100.7,tcp,22,allow,,,'], 'unreasoned-admin 2'],
    wide: [['app,0.0.0.0/0,tcp,*,allow,,,'], 'wide 2'],
    'unknown-name': [['ghost,*,*,*,deny,,,'], 'unknown-name 2'],
    overruled: [['app,203.0.113.0/24,tcp,443,deny,,,', 'app,203.0.113.9,tcp,443,allow,,,'], 'overruled 2'],
    shadowed: [['app,203.0.113.0/24,tcp,443,allow,,,', 'app,203.0.113.9,tcp,443,allow,,,'], 'shadowed 2'],
    duplicate: [['app,203.0.113.9,tcp,443,allow,,,', 'app,203.0.113.9,tcp,443,allow,,,'], 'duplicate 3'],
    unused: [['app,203.0.113.10,tcp,443,allow,,,2026-09-01'], 'unused 2'],
    undecided: [['app,203.0.113.9,tcp,443,undecided,,,'], 'undecided 2'],
  };
  for (const [kind, [rows, wanted]] of Object.entries(examples)) {
    expect([kind, found(...rows)]).toEqual([kind, expect.arrayContaining([wanted])]);
    expect(ledgerChecks[kind as keyof typeof ledgerChecks].doc).toMatch(/\.$/);
  }
});

test('finds nothing in a ledger that is in order', () => {
  expect(found('worker,198.51.100.7,tcp,22,allow,,clones,', 'app,*,tcp,443,allow,2026-12-26,,')).toEqual([]);
});

test.each([
  [
    'an exception from a rule for everything',
    ['*,*,*,*,deny,,,', 'app,203.0.113.9,tcp,443,allow,,,'],
    'overruled 2',
  ],
  [
    'lines of which one has ended',
    ['app,203.0.113.9,tcp,443,deny,2026-11-24,,', 'app,203.0.113.9,tcp,443,allow,,,'],
    'contradictory 3',
  ],
  [
    'ports that do not meet',
    ['app,203.0.113.9,tcp,440-443,allow,,,', 'app,203.0.113.9,tcp,444-447,deny,,,'],
    'contradictory 3',
  ],
  [
    'lines of which one is more specific',
    ['app,203.0.113.9,tcp,443,allow,,,', 'app,203.0.113.9,*,443,deny,,,'],
    'contradictory 3',
  ],
])('%s is no finding', (_, rows, unwanted) => expect(found(...rows)).not.toContain(unwanted));

test('two names of one destination contradict each other where a need shows it', () => {
  expect(found('app,service:s3,tcp,443,allow,,,', 'app,service:S3,tcp,443,deny,,,')).toContain(
    'contradictory 3',
  );
});
