/** Running things and timing them. Nothing here asserts: what fails is a sample that says so. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('..', import.meta.url));
export const mainPath = join(repository, 'dist', 'cli', 'main.js');
const hook = new URL('./usage-at-exit.mjs', import.meta.url).href;

export class Unavailable extends Error {}

export function median(/** @type {readonly number[]} */ values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs a program to its end; standard output is thrown away unless it is kept or goes to a file. */
export function run(command, args, { env = {}, keepOutput = false, outputPath } = {}) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const output = outputPath === undefined ? undefined : openSync(outputPath, 'w');
    const child = spawn(command, args, {
      cwd: repository,
      env: { ...process.env, ...env },
      stdio: ['ignore', output ?? (keepOutput ? 'pipe' : 'ignore'), 'pipe'],
    });
    if (output !== undefined) closeSync(output);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr = (stderr + chunk).slice(-4000);
    });
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout, stderr, seconds: (performance.now() - began) / 1000 }),
    );
  });
}

/** Runs `sluice …` and adds its peak memory and processor time. Throws when it did not end well. */
export async function sluice(args, options = {}) {
  const usagePath = join(tmpdir(), `sluice-bench-${process.pid}.json`);
  const result = await run('node', ['--import', hook, mainPath, ...args], {
    ...options,
    env: { SLUICE_BENCH_USAGE: usagePath },
  });
  if (result.code !== 0) {
    const lines = result.stderr.trim().split('\n');
    throw new Unavailable(`\`sluice ${args[0]}\` ended with ${result.code}: ${lines[0] ?? ''}`);
  }
  const usage = JSON.parse(await readFile(usagePath, 'utf8'));
  await rm(usagePath);
  return { ...result, ...usage };
}

/** Times `zcat` over every log below a folder, with its output thrown away or counted. */
export async function zcat(folder, tail) {
  const script = `find "$1" -name '*.log.gz' -print0 | xargs -0 zcat ${tail}`;
  const result = await run('sh', ['-c', script, 'sh', folder]);
  if (result.code !== 0) throw new Unavailable(`zcat ended with ${result.code}: ${result.stderr}`);
  return result;
}

/** Seconds that `work` takes. */
export async function timed(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/**
 * Times each work in turn, round by round, so that what else the machine does falls on all alike; the first round is not
 * counted. Short works get more rounds. Milliseconds, a list for each work.
 * @param {number} least @param {...(() => unknown)} works
 */
export async function sideBySide(least, ...works) {
  const samples = works.map(() => /** @type {number[]} */ ([]));
  for (const work of works) await work();
  const began = performance.now();
  for (let round = 0; round < least || (round < 31 && performance.now() - began < 2000); round += 1) {
    for (const [index, work] of works.entries()) samples[index]?.push((await timed(work)) * 1000);
  }
  return samples;
}

/** The ratios of two lists, round by round. */
export const ratios = (/** @type {readonly number[]} */ values, /** @type {readonly number[]} */ to) =>
  values.map((value, round) => value / to[round]);

/** All files below a folder that end in `suffix`. */
export async function filesBelow(folder, suffix) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

export async function bytesBelow(folder, suffix) {
  const sizes = await Promise.all(
    (await filesBelow(folder, suffix)).map(async (path) => (await stat(path)).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
