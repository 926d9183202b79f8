import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exit } from '../../src/cli/exit.js';
import { runSluice } from './run.js';

const sample = join(import.meta.dirname, '..', '..', 'examples', 'shop-v5');
let folder: string;
let path: string;
const sluice = (line: string) => runSluice(folder, line.split(' '));
const file = (name: string) => join(folder, name);

const ledger = `workload,destination,protocol,port,decision,reason,expires,my own
# the database
app,10.32.32.78,tcp,5432,allow,"its ""database""",,=1+1
*,service:s3,tcp,443,allow,images,,
worker,140.82.121.0/24,tcp,22,allow,,,
worker,140.82.121.4,tcp,22,deny,,2020-01-01,
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-ledger-'));
  path = file('ledger.csv');
  writeFileSync(file('sluice.yaml'), `inventory: ${join(sample, 'inventory')}\n`);
  expect(await sluice(`ingest ${sample}`)).toMatchObject({ code: exit.ok });
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => writeFileSync(path, ledger));

describe('ledger update', () => {
  test('tells what is new, and what to do next', async () => {
    rmSync(path);
    const { out } = await sluice('ledger update --rows 2');
    expect(out).toContain(
      '247 new needs, undecided\n  + worker → 193.149.180.77 tcp/443  1 connection, 2.60 GB out, 900 kB in, accepted\n  + app → 10.32.32.78 tcp/5432  320 connections, 2.88 MB out, 16.0 MB in, accepted\n',
    );
    expect(out).toContain('… and 245 more\n\n247 lines undecided: sluice ledger review');
    const again = await sluice('ledger update --format json');
    expect(JSON.parse(again.out)).toMatchObject({
      kind: 'ledger-update',
      written: false,
      lines: 247,
      added: [],
    });
  });

  test('of a time without a record says nothing is gone', async () => {
    const { code, err } = await sluice('ledger update --from 2020-01-01T00:00Z --to 2020-01-02T00:00Z');
    expect({ code, err }).toEqual({
      code: exit.failed,
      err: expect.stringContaining('the ledger stays as it is'),
    });
    expect(readFileSync(path, 'utf8')).toBe(ledger);
  });
});

describe('ledger check', () => {
  test('names the line of each finding and what to do, and fails only for what is asked', async () => {
    const { code, out, err } = await sluice('ledger check --rows 1');
    expect(code).toBe(exit.ok);
    expect(out).toContain('line 6    worker → 140.82.121.4 tcp/22: deny');
    expect(out).toContain('help: write the reason');
    expect(err).toContain('1 expired, 1 unreasoned-admin');
    const { out: open } = await sluice('ledger check --only undecided --rows 2');
    expect(open).toMatch(
      /undecided \(\d+\)\n {2}.*\n {2}.*193\.149\.180\.77 tcp\/443 {2}1 connection, 2\.60 GB out, /,
    );
    expect((await sluice('ledger check --fail-on contradictory')).code).toBe(exit.ok);
    expect((await sluice('ledger check --fail-on contradictory,expired')).code).toBe(exit.findings);
  });

  test('prints JSON with the line and the cure', async () => {
    const { out } = await sluice('ledger check --only expired --format json');
    expect(JSON.parse(out)).toMatchObject({
      kind: 'ledger-check',
      rows: [{ kind: 'expired', line: 6, help: expect.stringContaining('sluice ledger review') }],
    });
  });

  test('refuses a ledger with mistakes, with their places, and one that is not there', async () => {
    writeFileSync(path, ledger.replace('allow,images', 'alow,images'));
    expect(await sluice('ledger check')).toMatchObject({
      code: exit.failed,
      err: expect.stringContaining('ledger.csv:4:22 ledger-decision: `alow` is no decision.'),
    });
    rmSync(path);
    expect(await sluice('ledger check')).toMatchObject({
      code: exit.failed,
      err: expect.stringContaining('There is no ledger.'),
    });
  });
});

describe('outbound and explain', () => {
  test('list what the ledger decides', async () => {
    const { out } = await sluice('outbound --decision allow --format json');
    const { rows } = JSON.parse(out);
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows.map((row: { decision: string }) => row.decision))).toEqual(new Set(['allow']));
    const people = await sluice('outbound --decision undecided --limit 1');
    expect(people.out).toContain('Decision');
  });

  test('without a ledger there is no such column, and no such question', async () => {
    rmSync(path);
    expect((await sluice('outbound --limit 1')).out).not.toContain('Decision');
    expect(await sluice('outbound --decision allow')).toMatchObject({
      code: exit.usage,
      err: expect.stringContaining('`--decision` asks the ledger, and there is none.'),
    });
  });

  test('explain says which line decides and which others speak', async () => {
    const { out } = await sluice('explain 140.82.121.4 --rows 1');
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'Undecided: line 6 (worker → 140.82.121.4 tcp/22: deny until 2020-01-01) has ended, and the need falls to no wider line.',
    );
    expect(text).toContain(
      'These lines spoke too, and do not decide: line 5 (worker → 140.82.121.0/24 tcp/22: allow).',
    );
    const json = JSON.parse((await sluice('explain 10.32.32.78 --rows 1 --format json')).out);
    expect(json.needs[0].ledger).toMatchObject({ decision: 'allow', because: 'line', by: [{ line: 3 }] });
  });
});

describe('ledger list', () => {
  test('filters without asking the lake', async () => {
    const { out } = await sluice('ledger list --workload worker --decision allow --format json');
    expect(JSON.parse(out)).toMatchObject({ total: 1, rows: [{ line: 5, destination: '140.82.121.0/24' }] });
  });
});

describe('ledger export and import', () => {
  test.each(['csv', 'json', 'xlsx'])('%s comes back as it went', async (suffix) => {
    expect((await sluice(`ledger export out.${suffix}`)).code).toBe(exit.ok);
    writeFileSync(path, ledger.replaceAll(',allow,', ',undecided,'));
    const { out } = await sluice(`ledger import out.${suffix}`);
    expect(out).toContain('3 lines changed, 0 added, 1 as before.');
    expect(out).toContain('line 3  app → 10.32.32.78 tcp/5432: undecided → allow');
    expect(readFileSync(path, 'utf8')).toBe(ledger);
  });

  test('new lines are added, undecided ones change nothing, and a dry run writes nothing', async () => {
    writeFileSync(
      file('edited.csv'),
      'workload,destination,protocol,port,decision,owner\n*,service:s3,tcp,443,undecided,\nlambda,198.51.44.7,tcp,8443,deny,ana\n',
    );
    expect((await sluice('ledger import edited.csv --dry-run')).out).toContain(
      '1 added, 1 as before. Nothing is written.',
    );
    expect(readFileSync(path, 'utf8')).toBe(ledger);
    await sluice('ledger import edited.csv');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('*,service:s3,tcp,443,allow,images,,');
    expect(text).toContain('lambda,198.51.44.7,tcp,8443,deny,,,,ana\n');
  });

  test.each([
    ['out.pdf', '', exit.usage, 'end the name in .csv, .json, .xlsx'],
    ['out.xlsx', 'no workbook', exit.failed, 'The file is not a workbook.'],
    ['out.json', '{', exit.failed, 'The file is not JSON'],
    [
      'out.json',
      '{"lines":[{"workload":"a","destination":"b"}]}',
      exit.failed,
      'lines[0]: `b` is not a destination.',
    ],
    ['out.json', '{"lines":[1]}', exit.failed, '`lines[0]` is no object.'],
    [
      'out.csv',
      'workload,destination,protocol,port,decision\na,*,*,*,deny\na,*,*,*,allow\n',
      exit.failed,
      'out.csv:3:9 ledger-import: `a → * *` stands there twice: deny and allow.',
    ],
    ['gone.csv', undefined, exit.failed, 'There is no such file.'],
  ])('%s is refused', async (name, text, code, words) => {
    if (text !== undefined) writeFileSync(file(name), text);
    expect(await sluice(`ledger import ${name}`)).toMatchObject({
      code,
      err: expect.stringContaining(words),
    });
    expect(readFileSync(path, 'utf8')).toBe(ledger);
  });
});
