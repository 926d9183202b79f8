import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Prefix, parsePrefix } from '../../net/index.js';
import type { Peer } from '../types.js';
import { createDecider } from './decide.js';
import { describeKey, type LedgerLine } from './line.js';
import { type NeedFacts, speaksOf } from './match.js';
import { readLedger } from './read.js';
import { compareSpecificity, specificityOf } from './specificity.js';

const header = 'workload,destination,protocol,port,decision,expires';
const today = '2026-11-25';

function linesOf(...rows: readonly string[]): readonly LedgerLine[] {
  const { ledger, diagnostics } = readLedger(`${[header, ...rows].join('\n')}\n`, 'ledger.csv');
  expect(diagnostics).toEqual([]);
  return ledger?.lines ?? [];
}

function prefix(text: string): Prefix {
  const found = parsePrefix(text);
  if (!found) throw new Error(text);
  return found;
}

const group: Peer = { kind: 'security-group', id: 'sg-0123456789abcdef0', name: 'db' };
const list: Peer = {
  kind: 'prefix-list',
  id: 'pl-6ea54007',
  name: 'com.amazonaws.eu-central-1.s3',
  prefixes: null,
  weight: 1,
};
const name: Peer = { kind: 'domain', name: 'api.example.com' };

function need(rest: Partial<NeedFacts> = {}): NeedFacts {
  return {
    id: '01234567',
    workload: 'app',
    destination: prefix('10.1.2.3'),
    protocol: 6,
    port: 443,
    peers: [group, list, name],
    destinationWorkloads: ['db'],
    services: ['s3'],
    ...rest,
  };
}

const decisionOf = (rows: readonly string[], asked = need()) =>
  createDecider(linesOf(...rows), today).decide(asked);

/** From the most specific down; each speaks of the need above. */
const ladder = [
  'app,10.1.2.3,tcp,443',
  'app,10.1.2.3,*,443',
  'app,10.1.2.3,tcp,440-450',
  'app,10.1.2.3,tcp,*',
  'app,api.example.com,tcp,443',
  'app,.api.example.com,tcp,443',
  'app,.example.com,tcp,443',
  'app,workload:db,tcp,443',
  'app,sg-0123456789abcdef0,tcp,443',
  'app,10.1.2.0/24,tcp,443',
  'app,10.1.0.0/16,tcp,443',
  'app,pl-6ea54007,tcp,443',
  'app,service:s3,tcp,443',
  'app,10.0.0.0/15,tcp,443',
  'app,0.0.0.0/0,tcp,443',
  'app,*,tcp,443',
  'app,*,*,*',
  '*,10.1.2.3,tcp,443',
  '*,com.amazonaws.eu-central-1.s3,tcp,443',
  '*,*,*,*',
];

describe('specificity', () => {
  test('each rung of the ladder beats those below it', () => {
    for (const [index, row] of ladder.entries()) {
      for (const below of ladder.slice(index + 1)) {
        const found = decisionOf([`${below},allow,`, `${row},deny,`]);
        expect([row, below, found.decision]).toEqual([row, below, 'deny']);
        expect(found.spoke.map((line) => line.line)).toEqual([3, 2]);
      }
    }
  });

  const anyLine = fc.constantFrom(
    ...ladder,
    'app,::/0,udp,53',
    'app,2001:db8::/64,*,*',
    'db,sg-01234567,6,1-2',
  );
  test('is a total order over lines', () => {
    fc.assert(
      fc.property(anyLine, anyLine, anyLine, (...rows) => {
        const ranks = linesOf(...rows.map((row) => `${row},allow,`)).map(specificityOf);
        const [a = [], b = [], c = []] = ranks;
        expect(compareSpecificity(a, b) + compareSpecificity(b, a)).toBe(0);
        if (compareSpecificity(a, b) >= 0 && compareSpecificity(b, c) >= 0) {
          expect(compareSpecificity(a, c)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('a need', () => {
  test('that no line speaks of is undecided', () => {
    expect(decisionOf([])).toMatchObject({ decision: 'undecided', because: 'no-line', by: [] });
    expect(decisionOf(['app,10.1.2.4,tcp,443,allow,', 'db,*,*,*,allow,', 'app,*,udp,*,allow,']).because).toBe(
      'no-line',
    );
  });

  test('is decided by a wider line while its own is undecided', () => {
    const found = decisionOf(['app,10.1.2.3,tcp,443,undecided,', 'app,10.1.0.0/16,tcp,*,allow,']);
    expect(found).toMatchObject({ decision: 'allow', because: 'line' });
    expect(found.by.map(describeKey)).toEqual(['app → 10.1.0.0/16 tcp']);
    expect(found.spoke).toHaveLength(2);
  });

  test('whose decision has expired falls to no wider line', () => {
    const rows = ['app,10.1.2.3,tcp,443,deny,2026-11-24', '*,*,*,*,allow,'];
    expect(decisionOf(rows)).toMatchObject({ decision: 'undecided', because: 'expired' });
  });

  test('is decided on the last day of a decision, and by the line that renews it', () => {
    expect(decisionOf(['app,10.1.2.3,tcp,443,allow,2026-11-25']).decision).toBe('allow');
    const renewed = ['app,10.1.2.3,tcp,443,deny,2026-11-24', 'app,10.1.2.3,tcp,443,allow,2027-11-24'];
    expect(decisionOf(renewed)).toMatchObject({ decision: 'allow', because: 'line' });
  });

  test('is not allowed by lines that contradict each other', () => {
    const rows = ['app,10.1.2.3,tcp,443,allow,', 'app,10.1.2.3,tcp,443,deny,', '*,*,*,*,allow,'];
    const found = decisionOf(rows);
    expect(found).toMatchObject({ decision: 'undecided', because: 'contradictory' });
    expect(found.by.map((line) => line.line)).toEqual([2, 3]);
  });

  test('with several names is allowed only by a domain that holds them all, and denied by one that holds one', () => {
    const other: Peer = { kind: 'domain', name: 'cdn.example.net' };
    const both = need({ peers: [name, other] });
    expect(decisionOf(['app,api.example.com,tcp,443,allow,'], both).because).toBe('no-line');
    expect(decisionOf(['app,api.example.com,tcp,443,deny,'], both).decision).toBe('deny');
    const here: Peer = { kind: 'domain', name: 'www.example.com' };
    expect(decisionOf(['app,.example.com,tcp,443,allow,'], need({ peers: [name, here] })).decision).toBe(
      'allow',
    );
  });

  test('without ports is not spoken of by a line with some', () => {
    const icmp = need({ protocol: 1, port: 0 });
    expect(decisionOf(['app,*,*,0-65535,allow,'], icmp).because).toBe('no-line');
    expect(decisionOf(['app,*,icmp,*,allow,'], icmp).decision).toBe('allow');
  });
});

test('decides as an evaluator does that compares every pair of lines', () => {
  const field = (...choices: readonly string[]) => fc.constantFrom(...choices);
  const row = fc.tuple(
    field('app', 'db', '*'),
    field(
      '10.1.2.3',
      '10.1.2.0/24',
      '10.1.2.0/30',
      '10.0.0.0/8',
      'pl-6ea54007',
      'service:s3',
      'workload:db',
      '*',
    ),
    field('tcp', 'udp', '*'),
    field('443', '440-443', '443-446', '53', '*'),
    field('allow', 'deny', 'undecided'),
    field('', '2026-11-24', '2026-11-25'),
  );
  const asked = fc
    .tuple(
      field('app', 'db'),
      field('10.1.2.3', '10.1.2.9'),
      fc.constantFrom(6, 17),
      fc.constantFrom(443, 53),
    )
    .map(([workload, destination, protocol, port]) =>
      need({ workload, destination: prefix(destination), protocol, port }),
    );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), asked, (rows, question) => {
      const answer = decisionOf(
        rows.map((cells) => cells.join(',')),
        question,
      );
      expect([answer.decision, answer.because]).toEqual(naively(rows, question));
    }),
    { numRuns: 1000 },
  );
});

type Row = [string, string, string, string, string, string];

/** Says in words of its own what `decide` should say. */
function naively(rows: readonly Row[], asked: NeedFacts): [string, string] {
  const within = ([, destination]: Row): boolean => {
    if (['*', 'pl-6ea54007', 'service:s3', 'workload:db'].includes(destination)) return true;
    const [base = '', bits = '32'] = destination.split('/');
    const number = (text: string) => text.split('.').reduce((sum, each) => sum * 256 + Number(each), 0);
    const size = 2 ** (32 - Number(bits));
    return Math.floor(number(base) / size) === Math.floor(Number(asked.destination.value) / size);
  };
  const span = (text: string): [number, number] => {
    if (text === '*') return [0, 65_535];
    const [from = 0, to = from] = text.split('-').map(Number);
    return [from, to];
  };
  const speaking = rows.filter(
    (row) =>
      (row[0] === '*' || row[0] === asked.workload) &&
      within(row) &&
      (row[2] === '*' || row[2] === (asked.protocol === 6 ? 'tcp' : 'udp')) &&
      span(row[3])[0] <= asked.port &&
      asked.port <= span(row[3])[1] &&
      row[4] !== 'undecided',
  );
  const kinds = [
    '10.1.2.3',
    'workload:db',
    '10.1.2.0/30',
    '10.1.2.0/24',
    'pl-6ea54007',
    'service:s3',
    '10.0.0.0/8',
    '*',
  ];
  const beats = (a: Row, b: Row): boolean => {
    if ((a[0] === '*') !== (b[0] === '*')) return b[0] === '*';
    if (a[1] !== b[1]) return kinds.indexOf(a[1]) < kinds.indexOf(b[1]);
    const width = ([, , , ports]: Row) => (ports === '*' ? 1e6 : span(ports)[1] - span(ports)[0]);
    if (width(a) !== width(b)) return width(a) < width(b);
    return a[2] !== '*' && b[2] === '*';
  };
  const best = speaking.filter((row) => !speaking.some((other) => beats(other, row)));
  if (best.length === 0) return ['undecided', 'no-line'];
  const holding = best.filter((row) => row[5] !== '2026-11-24');
  if (holding.length === 0) return ['undecided', 'expired'];
  const [decision = ''] = new Set(holding.map((row) => row[4]));
  return holding.every((row) => row[4] === decision) ? [decision, 'line'] : ['undecided', 'contradictory'];
}

test('a need finds every line that speaks of it, and no other, whatever the ledger is', () => {
  const destinations = [
    ...[
      '10.1.2.3',
      '10.1.0.0/16',
      '0.0.0.0/0',
      '10.1.2.4',
      '*',
      group.id,
      list.id,
      `prefix-list:${list.name}`,
    ],
    ...['workload:db', 'workload:app', 'service:s3', 'service:ec2'],
    ...['api.example.com', '.example.com', '.api.example.com', 'example.com', 'ple.com'],
  ];
  const rows = fc.array(
    fc
      .tuple(
        fc.constantFrom('app', 'web', '*'),
        fc.constantFrom(...destinations),
        fc.constantFrom('tcp,443', 'tcp,*', '*,*', 'udp,443'),
        fc.constantFrom('allow', 'deny', 'undecided'),
      )
      .map((cells) => `${cells.join(',')},`),
    { maxLength: 30 },
  );
  const peers = fc.subarray<Peer>([group, list, name, { kind: 'domain', name: 'example.com' }]);
  const asked = fc.record({
    workload: fc.constantFrom('app', 'web', 'other'),
    peers,
    destinationWorkloads: fc.subarray(['db', 'app']),
    services: fc.subarray(['s3', 'ec2']),
  });
  fc.assert(
    fc.property(rows, asked, (written, rest) => {
      const lines = linesOf(...written);
      const facts = need(rest);
      const spoke = createDecider(lines, today)
        .decide(facts)
        .spoke.map(({ line }) => line);
      const expected = lines.filter((line) => speaksOf(line, facts)).map(({ line }) => line);
      expect([...spoke].sort((a, b) => a - b)).toEqual(expected);
    }),
  );
});
