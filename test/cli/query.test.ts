import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCli, type Ended, run } from './built-cli.js';

const sample = join(import.meta.dirname, '..', '..', 'examples', 'shop-v2');
let built = '';
let folder = '';

function shell(line: string): Promise<Ended> {
  const path = `${join(built, 'bin')}${delimiter}${process.env.PATH ?? ''}`;
  return run('/bin/sh', ['-c', line], { cwd: folder, env: { ...process.env, PATH: path } });
}

const insights = (text: string, more = ''): Promise<Ended> =>
  shell(`sluice query --language insights --no-lint ${more} '${text}'`);

beforeAll(async () => {
  built = await buildCli();
  folder = mkdtempSync(join(tmpdir(), 'sluice-query-'));
  symlinkSync(sample, join(folder, 'logs'));
  mkdirSync(join(folder, 'lookups'));
  writeFileSync(join(folder, 'lookups/ports.csv'), 'port,service\n443,https\n22,ssh\n');
  expect(await shell('sluice ingest logs')).toMatchObject({ code: 0 });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(built, { recursive: true, force: true });
});

test('placeholders take the values of --param', async () => {
  const text = 'filter dstPort = {{port}} | stats count(*) as n';
  expect((await insights(text, '--param port=443 --format csv')).out).toMatch(/^n\r?\n\d+\r?\n$/);
  expect(await insights(text)).toMatchObject({ code: 2, out: '' });
  expect((await insights(text)).err).toContain('query:1:18 missing-parameter');
  expect((await insights(text, '--param port')).err).toContain('`--param` takes NAME=VALUE, not `port`');
});

test('a time range bounds the records, and statistics count them', async () => {
  const hour = '--from 2026-09-14T06:00Z --to 2026-09-14T07:00Z';
  const { out } = await insights(
    'filter action = "REJECT" | stats count(*) as n',
    `${hour} --statistics --format json`,
  );
  const { statistics, rows } = JSON.parse(out);
  expect(rows).toEqual([{ n: 254 }]);
  expect(statistics).toEqual({
    recordsScanned: expect.any(Number),
    recordsMatched: 254,
    bytesScanned: expect.any(Number),
  });
  expect(statistics.recordsScanned).toBeLessThan(41_542);
  const table = await insights('filter action = "REJECT" | stats count(*) as n', '--statistics');
  expect(table.err).toMatch(/1 row, \S+ s; 1,175 of 41,542 records matched, .* of files/);
  const athena = await shell(`sluice query 'SELECT 1' ${hour}`);
  expect(athena).toMatchObject({ code: 2 });
  expect(athena.err).toContain('`--from` is an option of Logs Insights.');
});

test('lookup tables are files of the folder', async () => {
  const text = 'lookup ports port as dstPort OUTPUT service | stats count(*) as n by service | sort service';
  const { out } = await insights(text, '--format csv');
  expect(out).toMatch(/https,\d+/);
  expect((await insights('lookup prots port OUTPUT service')).err).toContain('help: write `ports`');
});

test('a pointer finds its record', async () => {
  const found = await insights('filter dstPort = 443 | fields @ptr, @message | limit 1', '--format json');
  const [row] = JSON.parse(found.out).rows;
  const record = await shell(`sluice query --ptr ${row['@ptr']} --format json`);
  expect(JSON.parse(record.out).rows).toContainEqual({ field: '@message', value: row['@message'] });
  expect(await shell('sluice query --ptr nonsense')).toMatchObject({ code: 2, out: '' });
  expect((await shell("sluice query --ptr nonsense 'SELECT 1'")).err).toContain('exclude each other');
});

test('what is refused is JSON where JSON was asked for', async () => {
  const { code, out, err } = await insights('filtre a = 1', '--format json');
  expect(code).toBe(2);
  expect(err).toContain('query:1:1 unknown-command');
  expect(JSON.parse(out).aws).toMatchObject({
    __type: 'MalformedQueryException',
    queryCompileError: { location: { startCharOffset: 0, endCharOffset: 6 } },
  });
});

test('a field that no event has is said on standard error, with the nearest', async () => {
  const { code, out, err } = await insights('filter dstprot = 443 | fields dstprot', '--format csv');
  expect({ code, out: out.trim() }).toEqual({ code: 0, out: 'dstprot' });
  expect(err).toContain(
    'warning unknown-field at 1:8: No event has a field `dstprot`; it is missing everywhere and matches nothing. Write `dstPort`.',
  );
});
