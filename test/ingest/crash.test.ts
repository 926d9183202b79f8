import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CellValue } from '../../src/store/index.js';
import { compileSources } from './compiled.js';
import { folderWith, gz, log, nodata, queryEvents, queryLake, record, records, take } from './support.js';

let compiled: ReturnType<typeof compileSources>;
beforeAll(() => {
  compiled = compileSources();
  writeFileSync(
    join(compiled.folder, 'child.js'),
    `import { takeLogs } from './store/index.js';
     const [lakePath, path] = process.argv.slice(2);
     await takeLogs({ lakePath, paths: [path], threads: 2, onProgress: (event) => console.log(event.filesDone) });`,
  );
});
afterAll(() => compiled.remove());

const columns = ['source_id', 'interface_id', 'srcaddr', 'srcport', 'bytes', 'start', 'log_status'];

function questions(name: string, count: number): string[] {
  const time = '2026-09-14T06:00:00Z';
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({ query_name: `${name}${index}.`, query_timestamp: time }),
  );
}

/**
 * Eight files of four days, with lines of their own and lines that others have too; one changes later. Two files of another
 * log group.
 */
function logs(): Record<string, string | Uint8Array> {
  const files: Record<string, string | Uint8Array> = {};
  for (let index = 0; index < 8; index++) {
    const day = `AWSLogs/123456789010/vpcflowlogs/us-east-1/2026/09/1${index >> 1}`;
    const lines = [
      ...records(index * 2000, index * 2000 + 2400),
      nodata,
      index % 3 === 0 ? 'junk' : record(1),
    ];
    files[`logs/${day}/${index}.log.gz`] = gz(log(...lines));
  }
  for (const [index, name] of ['a', 'b'].entries()) {
    const path = `logs/AWSLogs/123456789010/vpcdnsquerylogs/vpc-1/2026/09/1${index}/dns.log.gz`;
    files[path] = gz(`${questions(name, 3000).join('\n')}\njunk\n`);
  }
  files['logs/copy.log.gz'] =
    files['logs/AWSLogs/123456789010/vpcflowlogs/us-east-1/2026/09/10/0.log.gz'] ?? '';
  return files;
}

/** Runs in a process of its own; `until` says when to kill it. Tells whether it came to its end before. */
async function runKilled(folder: string, until: (lines: () => string[]) => Promise<void>): Promise<boolean> {
  const child = spawn(process.execPath, [
    join(compiled.folder, 'child.js'),
    join(folder, 'lake'),
    join(folder, 'logs'),
  ]);
  let output = '';
  child.stdout.on('data', (text) => {
    output += String(text);
  });
  const ended = once(child, 'exit');
  await Promise.race([until(() => output.split('\n')), ended]);
  child.kill('SIGKILL');
  const [code] = await ended;
  return code === 0;
}

async function stateOf(
  folder: string,
): Promise<{ rows: CellValue[][]; events: CellValue[][]; accounts: unknown }> {
  const { already, rejects } = await take(folder);
  const accounts = already.map(({ sourceId, path, account, copyOf }) => ({
    sourceId,
    path: path.replace(folder, ''),
    account,
    copyOf: copyOf?.replace(folder, ''),
  }));
  const rows = await queryLake(folder, columns);
  const events = await queryEvents(folder, ['source_id', 'position', 'message']);
  return {
    rows,
    events,
    accounts: { accounts, rejects: rejects.map(({ line, text }) => `${line} ${text}`) },
  };
}

async function expectFinished(folder: string, wanted: Awaited<ReturnType<typeof stateOf>>): Promise<void> {
  await take(folder);
  expect(await stateOf(folder)).toEqual(wanted);
  const inLake = readdirSync(join(folder, 'lake'), { recursive: true, encoding: 'utf8' });
  expect(inLake.filter((name) => /tmp|lock/.test(name))).toEqual([]);
}

test('killed at any instant, the next run finishes to the same lake', async () => {
  const folder = folderWith(logs());
  const started = performance.now();
  expect(await runKilled(folder, () => sleep(60_000))).toBe(true);
  const wholeMs = performance.now() - started;
  const wanted = await stateOf(folder);
  expect(wanted.rows.length).toBeGreaterThan(16_000);
  expect(wanted.events).toHaveLength(6_000);

  const killed: boolean[] = [];
  for (let point = 0; point < 8; point++) {
    rmSync(join(folder, 'lake'), { recursive: true });
    const delay = wholeMs * (0.2 + (0.8 * point) / 8);
    killed.push(!(await runKilled(folder, () => sleep(delay))));
    await expectFinished(folder, wanted);
  }
  expect(killed).toContain(true);
}, 120_000);

test('killed just after each commit', async () => {
  const folder = folderWith(logs());
  await take(folder);
  const wanted = await stateOf(folder);
  // The other log group comes first, with its two files.
  for (const done of [2, 4, 8, 10]) {
    rmSync(join(folder, 'lake'), { recursive: true });
    await runKilled(folder, async (lines) => {
      while (!lines().includes(String(done))) await sleep(1);
    });
    expect(existsSync(join(folder, 'lake/catalogue.duckdb'))).toBe(true);
    // What is committed can be read at once, with the lock of the dead still there.
    expect((await queryLake(folder, columns)).length).toBeGreaterThanOrEqual(2000 * (done - 3));
    expect(await queryEvents(folder, ['position'])).toHaveLength(6_000);
    await expectFinished(folder, wanted);
  }
}, 120_000);

test('killed while a changed file is replaced: before or after, never between', async () => {
  const folder = folderWith(logs());
  await take(folder);
  const before = await stateOf(folder);
  const path = join(folder, 'logs/AWSLogs/123456789010/vpcflowlogs/us-east-1/2026/09/10/0.log.gz');
  cpSync(join(folder, 'lake'), join(folder, 'first'), { recursive: true });
  writeFileSync(path, gz(log(...records(90_000, 91_000))));
  await take(folder);
  const after = await stateOf(folder);
  expect(after.rows).not.toEqual(before.rows);
  for (let point = 0; point < 4; point++) {
    rmSync(join(folder, 'lake'), { recursive: true });
    cpSync(join(folder, 'first'), join(folder, 'lake'), { recursive: true });
    await runKilled(folder, () => sleep(150 + 90 * point));
    const rows = await queryLake(folder, columns);
    expect([before.rows.length, after.rows.length]).toContain(rows.length);
    await take(folder);
    expect((await stateOf(folder)).rows).toEqual(after.rows);
  }
}, 120_000);

test('readers see the last commit while another process writes', async () => {
  const folder = folderWith(logs());
  const counts: number[] = [];
  const done = await runKilled(folder, async (lines) => {
    while (!lines().includes('11')) {
      if (existsSync(join(folder, 'lake/catalogue.duckdb')))
        counts.push((await queryLake(folder, columns)).length);
      await sleep(5);
    }
    await sleep(2000);
  });
  expect(done).toBe(true);
  expect(counts.length).toBeGreaterThan(0);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  await take(folder);
}, 120_000);
