import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.js';
import { buildCli, type Ended, run } from './built-cli.js';

const sample = join(import.meta.dirname, '..', '..', 'examples', 'shop-v2');
let built = '';
let folder = '';

/** Runs a line as a shell does, in a folder that holds the sample as `logs` and its inventory as `inventory`. */
function shell(line: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const path = `${join(built, 'bin')}${delimiter}${process.env.PATH ?? ''}`;
  return run('/bin/sh', ['-c', line], { cwd: folder, env: { ...process.env, PATH: path, ...env } });
}

beforeAll(async () => {
  built = await buildCli();
  folder = mkdtempSync(join(tmpdir(), 'sluice-cli-'));
  symlinkSync(sample, join(folder, 'logs'));
  symlinkSync(join(sample, 'inventory'), join(folder, 'inventory'));
  expect(await shell('sluice ingest logs')).toMatchObject({ code: 0 });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(built, { recursive: true, force: true });
});

const examples = commands.flatMap((command) => command.examples.map((example) => example.line));

test.each(examples)('the example of the help runs: %s', async (line) => {
  const { code, err } = await shell(line);
  expect(err).not.toContain('defect of Sluice');
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
});

test('there are examples, and each command has one', () => {
  expect(commands.length).toBeGreaterThan(8);
  expect(commands.filter((command) => command.examples.length === 0)).toEqual([]);
});

describe('the answer', () => {
  test('fits 80 columns, does not depend on progress, and is a page that loads nothing', async () => {
    const pages = '--output page.html --output page.md --output page.json';
    const { out } = await shell(`sluice analyze logs --progress on ${pages}`, { COLUMNS: '80' });
    const long = out
      .split('\n')
      .filter((line) => line.length > 80 && !line.trimStart().startsWith('sluice '));
    expect(long).toEqual([]);
    expect(out).toContain('What leaves the VPC, by workload');
    const again = await shell('sluice analyze logs --progress off', { COLUMNS: '80' });
    expect(again.out).toBe(out);
    const page = readFileSync(join(folder, 'page.html'), 'utf8');
    expect(page).toContain('Content-Security-Policy');
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['page.md', 'page.json']));
  });

  test('is data on standard output, words on standard error, and the same rows in every format', async () => {
    const lines = await shell('sluice outbound logs --by source --format ndjson --progress json');
    const rows = lines.out
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(rows.length).toBeGreaterThan(100);
    expect(lines.err).toContain('"kind":"progress"');
    const csv = await shell('sluice outbound logs --by source --format csv');
    expect(csv.out.trimEnd().split('\r\n').length - 1).toBe(rows.length);
  });
});

describe('how it ends', () => {
  test.each([
    ['sluice analyze logs --fail-on rejected', 3],
    ['sluice outbound --status denied', 2],
    ['sluice outbound --workload nobody', 2],
    ['sluice explain 00000000', 2],
    ['sluice analyze logs --vpc-cidr 10.0.0.0/99', 2],
    ['sluice analyze logs --output report.pdf', 2],
    ['sluice analyze logs --output nowhere/report.html', 1],
    ["sluice query 'SELECT nothing FROM x'", 2],
    ["sluice query 'DROP TABEL x'", 2],
    ["sluice query 'SELECT ? AS x'", 2],
    ["sluice query 'SELECT ? AS x' --param nothing", 2],
    ["sluice query 'SELECT srcaddr FROM x' --max-scan 1kB", 2],
    [
      "sluice query 'SELECT max(a.start % 1009 + b.packets % 1013) FROM x a CROSS JOIN x b CROSS JOIN x c' --timeout 500ms",
      1,
    ],
    ['sluice analyze nowhere', 1],
    ['sluice analyze inventory', 1],
    ['sluice ingest inventory', 1],
    ['sluice outbound --lake nowhere', 1],
  ])('%s ends with %d and one clear line', async (line, code) => {
    const ended = await shell(line);
    expect(ended.err).not.toContain('defect of Sluice');
    expect(ended.code).toBe(code);
    if (code !== 3) expect(ended.out).toBe('');
  });

  test('quietly, when the next program wants no more', async () => {
    const { code, out, err } = await shell('sluice outbound --format csv --progress off | head -n 1');
    expect(code).toBe(0);
    expect(out).toMatch(/^workload,/);
    expect(err.split('\n').filter((line) => !line.startsWith('Inventory found'))).toEqual(['']);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s while it reads ends with %d, and the lake is whole', async (signal, code) => {
    const main = join(built, 'dist', 'cli', 'main.js');
    const words = [main, 'analyze', 'logs', '--lake', 'interrupted', '--progress', 'json'];
    const ended = await run(process.execPath, words, {
      cwd: folder,
      // The first word about progress: it has begun, and is far from done.
      begun: (child) => child.stderr?.once('data', () => child.kill(signal)),
    });
    expect(ended.err).not.toContain('defect of Sluice');
    expect(ended.code).toBe(code);
    expect(await shell('sluice ingest logs --lake interrupted')).toMatchObject({ code: 0 });
  });

  test('SIGINT while it writes down the answer ends without one', async () => {
    const main = join(built, 'dist', 'cli', 'main.js');
    const ended = await run(process.execPath, [main, 'analyze', 'logs', '--progress', 'json'], {
      cwd: folder,
      begun: (child) => {
        let said = '';
        child.stderr?.on('data', (piece) => {
          const before = said;
          said += String(piece);
          const word = 'writing down the answer';
          if (said.includes(word) && !before.includes(word)) child.kill('SIGINT');
        });
      },
    });
    expect(ended.err).not.toContain('defect of Sluice');
    expect(ended).toMatchObject({ code: 130, out: '' });
  });
});
