import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePrefix } from '../../net/index.js';
import { columnNames, ledgerColumns } from './columns.js';
import { createDecider } from './decide.js';
import { applyEdit, editLedger, emptyLedgerText } from './edit.js';
import type { Ledger } from './line.js';
import { compareKeys } from './order.js';
import { readLedger } from './read.js';
import { type SeenNeed, type UpdateOptions, updateLedger } from './update.js';

const today = '2026-11-25';
const day = 86_400;
/** 2026-11-01 06:00 UTC. */
const start = 1_793_512_800;

function read(text: string): Ledger {
  const { ledger, diagnostics } = readLedger(text, 'ledger.csv');
  if (ledger === undefined) throw new Error(JSON.stringify(diagnostics));
  return ledger;
}

interface Seen {
  readonly workload: string;
  readonly destination: string;
  readonly port: number;
  readonly bytes?: number;
  readonly from?: number;
  readonly to?: number;
}

function needOf(
  ledger: Ledger,
  { workload, destination, port, bytes = 1234, from = 0, to = 1 }: Seen,
): SeenNeed {
  const prefix = parsePrefix(destination);
  if (!prefix) throw new Error(destination);
  const facts = {
    ...{ id: '01234567', workload, destination: prefix, protocol: 6, port },
    ...{ peers: [], destinationWorkloads: [], services: [] },
  };
  return {
    facts,
    answer: createDecider(ledger.lines, today).decide(facts),
    status: 'accepted',
    firstSeen: start + from * day,
    lastSeen: start + to * day,
    connections: 3,
    bytesOut: bytes,
    bytesIn: 0,
    scenarios: [],
  };
}

function update(text: string, seen: readonly Seen[], options: UpdateOptions = {}) {
  const ledger = read(text);
  const found = updateLedger(
    ledger,
    seen.map((each) => needOf(ledger, each)),
    options,
  );
  return { ...found, text: editLedger(ledger, found.edit) };
}

const github = { workload: 'worker', destination: '140.82.121.4', port: 22 };

describe('an update', () => {
  test('of an empty ledger writes every need, in order, undecided', () => {
    const { text } = update(emptyLedgerText, [
      github,
      { workload: 'app', destination: '10.1.0.9', port: 443 },
      { workload: 'app', destination: '10.1.0.10', port: 443 },
    ]);
    expect(text).toBe(
      `${columnNames.join(',')}
app,10.1.0.9,tcp,443,undecided,,,,,,,accepted,2026-11-01,2026-11-02,3,1200,0,,yes
app,10.1.0.10,tcp,443,undecided,,,,,,,accepted,2026-11-01,2026-11-02,3,1200,0,,yes
worker,140.82.121.4,tcp,22,undecided,,,,,,,accepted,2026-11-01,2026-11-02,3,1200,0,,yes
`,
    );
  });

  const hand =
    '\uFEFF# Ask Ana before changing this.\r\nport,my own,workload,destination,protocol,decision\r\n' +
    '# the database\r\n5432,"a ""b""",app,10.1.0.9,tcp,allow\r\n\r\n443,,zebra,10.1.0.1,tcp,undecided';

  test('keeps comments, columns of ones own, their order, line ends and the mark at the head', () => {
    const { text } = update(hand, [{ workload: 'app', destination: '10.1.0.9', port: 5432 }, github]);
    const rest = ',accepted,2026-11-01,2026-11-02,3,1200,0,yes';
    expect(text).toBe(
      '\uFEFF# Ask Ana before changing this.\r\nport,my own,workload,destination,protocol,decision,' +
        'status,first_seen,last_seen,connections,bytes_out,bytes_in,seen\r\n' +
        `# the database\r\n5432,"a ""b""",app,10.1.0.9,tcp,allow${rest}\r\n` +
        `22,,worker,140.82.121.4,tcp,undecided${rest}\r\n\r\n` +
        '443,,zebra,10.1.0.1,tcp,undecided,,,,,,,no',
    );
  });

  test('counts a need for the line that speaks of it, and adds none', () => {
    const text = `${columnNames.join(',')}\nworker,140.82.121.0/24,tcp,22,allow\n`;
    const found = update(text, [github, { ...github, destination: '140.82.121.3' }]);
    expect(found.added).toEqual([]);
    expect(found.text).toContain('allow,,,,,,,accepted,2026-11-01,2026-11-02,6,2500,0,,yes\n');
    const every = update(text, [github], { everyNeed: true });
    expect(every.added.map((need) => need.facts.port)).toEqual([22]);
    expect(update(every.text, [github], { everyNeed: true }).text).toBe(every.text);
  });

  test('counts a need for an undecided line of its own and for the wider one that decides it', () => {
    const { text, gone } = update(
      `workload,destination,protocol,port,decision,seen,connections
worker,140.82.121.4,tcp,22,undecided,yes,3
worker,140.82.121.0/24,tcp,22,allow,,
worker,140.82.0.0/16,tcp,22,deny,,
`,
      [github],
    );
    expect(gone).toEqual([]);
    const lines = text.split('\n').map((line) => line.split(',').slice(0, 7).join());
    expect(lines.slice(1, 4)).toEqual([
      'worker,140.82.121.4,tcp,22,undecided,yes,3',
      'worker,140.82.121.0/24,tcp,22,allow,yes,3',
      'worker,140.82.0.0/16,tcp,22,deny,no,',
    ]);
  });

  test('leaves small changes of numbers and days alone, unless it is to be exact', () => {
    const { text } = update(emptyLedgerText, [github]);
    const near = { ...github, bytes: 2300, to: 6 };
    expect(update(text, [near]).text).toBe(text);
    expect(update(text, [near], { exact: true }).text).toContain(',2026-11-01,2026-11-07,3,2300,0,,yes');
    expect(update(text, [{ ...github, bytes: 2500, from: -3, to: 8 }]).text).toContain(
      ',2026-10-29,2026-11-09,3,2500,0,,yes',
    );
  });

  test('says what is gone and what is back, and keeps what was known of it', () => {
    const { text } = update(emptyLedgerText, [github]);
    const without = update(text, []);
    expect(without.gone.map((line) => line.line)).toEqual([2]);
    expect(without.text).toContain(',3,1200,0,,no\n');
    const again = update(without.text, [github]);
    expect(again.back.map((line) => line.line)).toEqual([2]);
    expect(again.text).toBe(text);
  });
});

const word = fc.constantFrom(
  '',
  'plain',
  'with, comma',
  'a "quote"',
  '=1+1',
  "'=x",
  '# no comment',
  'two\nlines',
  'ä',
);
const quotedWhereNeeded = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = fc
  .tuple(
    fc.constantFrom('app', 'worker', '*', "'=evil"),
    fc.constantFrom('10.1.0.9', '10.1.0.10', '10.1.0.0/24', '140.82.121.4', 'service:s3', '*'),
    fc.constantFrom('22', '443', '*'),
    fc.constantFrom('allow', 'deny', 'undecided', ''),
    word,
    // In the first column it would be a comment.
    word.filter((text) => !text.startsWith('#')),
  )
  .map(([workload, destination, port, decision, reason, own]) =>
    [quotedWhereNeeded(own), workload, destination, 'tcp', port, decision, quotedWhereNeeded(reason)].join(
      ',',
    ),
  );
const aside = fc.constantFrom('# a comment', '', '"# quoted, too"', '#', '"# over\ntwo lines",,');
const file = fc
  .record({
    head: fc.array(aside, { maxLength: 2 }),
    body: fc.array(fc.oneof(line, aside), { maxLength: 10 }),
    mark: fc.boolean(),
    end: fc.constantFrom('\n', '\r\n'),
    last: fc.boolean(),
  })
  .map(({ head, body, mark, end, last }) => {
    const lines = [...head, 'own,workload,destination,protocol,port,decision,reason', ...body];
    return `${mark ? '\uFEFF' : ''}${lines.join(end)}${last ? end : ''}`;
  });
const seenNeeds = fc.uniqueArray(
  fc.record({
    workload: fc.constantFrom('app', 'worker', '=evil', '*', '#x'),
    destination: fc.constantFrom('10.1.0.9', '10.1.0.10', '140.82.121.4', '2001:db8::1'),
    port: fc.constantFrom(22, 443),
    bytes: fc.integer({ min: 0, max: 10_000_000 }),
    to: fc.integer({ min: 0, max: 40 }),
  }),
  { maxLength: 8, selector: ({ workload, destination, port }) => `${workload} ${destination} ${port}` },
);

describe('whatever a person wrote', () => {
  test('reading and writing gives the same text', () => {
    fc.assert(
      fc.property(file, (text) => {
        expect(editLedger(read(text), { changed: new Map(), added: [] })).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  const written = (ledger: Ledger) =>
    ledger.lines.map(({ workload, decision, reason, row, ports }) => [
      ...[workload, decision, reason, ports, row.cells[0]?.text],
    ]);
  const asides = (ledger: Ledger) =>
    ledger.csv.entries
      .filter((entry) => entry.kind === 'aside')
      .map(({ span }) => ledger.csv.text.slice(span.start, span.end));

  test('an update changes no decision, loses no line and no comment, and a second one changes nothing', () => {
    fc.assert(
      fc.property(file, seenNeeds, fc.boolean(), (text, seen, exact) => {
        const first = update(text, seen, { exact });
        const [before, after] = [read(text), read(first.text)];
        const kept = after.lines.filter((each) => !isNew(each, first.added));
        expect(written({ ...after, lines: kept })).toEqual(written(before));
        expect(asides(after)).toEqual(asides(before));
        expect(after.lines.length).toBe(before.lines.length + first.added.length);
        expect(update(first.text, seen, { exact }).text).toBe(first.text);
      }),
      { numRuns: 500 },
    );
  });

  test('a sorted file stays sorted', () => {
    fc.assert(
      fc.property(seenNeeds, seenNeeds, (one, two) => {
        const { lines } = read(update(update(emptyLedgerText, one).text, two).text);
        for (const [index, each] of lines.entries()) {
          const next = lines[index + 1];
          if (next) expect(compareKeys(each, next)).toBeLessThan(0);
        }
      }),
    );
  });
});

function isNew(line: Ledger['lines'][number], added: readonly SeenNeed[]): boolean {
  return added.some(
    ({ facts }) =>
      facts.workload === line.workload &&
      line.destination.kind === 'prefix' &&
      line.destination.prefix.length === facts.destination.length &&
      line.destination.prefix.value === facts.destination.value &&
      line.ports?.from === facts.port,
  );
}

test('an edit writes only the cells that change, and a formula as text', () => {
  const text = 'workload,destination,protocol,port,decision,reason\n "app",10.1.0.9,TCP, 443 ,Allow,\n';
  const ledger = read(text.replace(' "app"', '"app"'));
  const [first] = ledger.lines;
  if (first === undefined) throw new Error('no line');
  const edited = applyEdit(ledger, { changed: new Map([[first, { reason: '=HYPERLINK("x")' }]]), added: [] });
  expect(edited.csv.text).toContain(`"app",10.1.0.9,TCP, 443 ,Allow,"'=HYPERLINK(""x"")"\n`);
  expect(edited.lines[0]?.reason).toBe('=HYPERLINK("x")');
});

test('every column has its words', () => {
  expect(columnNames.length).toBeGreaterThan(15);
  for (const name of columnNames) expect(ledgerColumns[name].doc).toMatch(/\.$/);
});
