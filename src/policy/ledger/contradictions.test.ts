import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Contradiction, contradictions } from './contradictions.js';
import type { Ledger, LedgerLine } from './line.js';
import { readLedger } from './read.js';

const today = '2026-11-25';
const header = 'workload,destination,protocol,port,decision,expires';

function ledgerOf(rows: readonly string[]): Ledger {
  const { ledger, diagnostics } = readLedger([header, ...rows].join('\n'), 'ledger.csv');
  if (ledger === undefined) throw new Error(JSON.stringify(diagnostics));
  return ledger;
}

function found(rows: readonly string[]): string[] {
  return listed(contradictions(ledgerOf(rows), [], today));
}

function listed(all: readonly Contradiction[]): string[] {
  return all.map(({ line, first, count }) => `${line.line} ${first.line} ${count}`);
}

/** The same by comparing all pairs. */
function pairwise({ lines }: Ledger): string[] {
  const width = ({ ports }: LedgerLine) => (ports === null ? null : ports.to - ports.from);
  const against = (one: LedgerLine, other: LedgerLine) =>
    one.decision !== other.decision &&
    one.protocol === other.protocol &&
    width(one) === width(other) &&
    (one.ports === null ||
      other.ports === null ||
      (one.ports.from <= other.ports.to && other.ports.from <= one.ports.to));
  return lines.flatMap((line) => {
    const all = lines.filter((other) => against(line, other));
    const first = all[0];
    return first !== undefined && first.line < line.line ? [`${line.line} ${first.line} ${all.length}`] : [];
  });
}

const row = fc
  .tuple(
    fc.constantFrom('tcp', 'udp', '*'),
    fc.oneof(
      fc.constant('*'),
      fc
        .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 4 }))
        .map(([from, more]) => (more === 0 ? `${from}` : `${from}-${from + more}`)),
    ),
    fc.constantFrom('allow', 'deny'),
  )
  .map(([protocol, port, decision]) => `app,203.0.113.9,${protocol},${port},${decision},`);

test('finds what comparing all pairs finds', () => {
  let some = 0;
  fc.assert(
    fc.property(fc.array(row, { minLength: 5, maxLength: 30 }), (rows) => {
      const wanted = pairwise(ledgerOf(rows));
      some += wanted.length;
      expect(found(rows)).toEqual(wanted);
    }),
    { numRuns: 500 },
  );
  expect(some).toBeGreaterThan(100);
});

test('names the first of many, and how many there are', () => {
  expect(
    found([
      'app,203.0.113.9,tcp,10-14,allow,',
      'app,203.0.113.9,tcp,12-16,allow,',
      'app,203.0.113.9,tcp,14-18,deny,',
      'app,203.0.113.9,tcp,17-21,deny,2026-11-24',
    ]),
  ).toEqual(['4 2 2']);
});

test('a need shows each line that an earlier one contradicts, with how many do', () => {
  const ledger = ledgerOf([
    'app,sg-0000000a,tcp,443,allow,',
    'app,sg-0000000b,tcp,443,deny,',
    'app,sg-0000000c,tcp,443,allow,',
    'app,sg-0000000d,tcp,443,deny,',
  ]);
  const by = [...ledger.lines].reverse();
  const answer = { decision: 'undecided', because: 'contradictory', by, spoke: by } as const;
  expect(listed(contradictions(ledger, [{ answer }], today))).toEqual(['3 2 2', '4 3 2', '5 2 2']);
  expect(listed(contradictions(ledger, [{ answer }, { answer }], today))).toHaveLength(3);
});

test('twenty thousand lines of one destination have one finding each', () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, at) => `app,203.0.113.9,tcp,443,${at % 2 === 0 ? 'allow' : 'deny'},`,
  );
  const all = contradictions(ledgerOf(rows), [], today);
  expect(all.length).toBe(19_999);
  expect(all.at(-1)).toMatchObject({ first: { line: 2 }, count: 10_000 });
});
