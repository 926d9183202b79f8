#!/usr/bin/env node
/**
 * `npm run bench -- [--records 1000000] [--formats v2,v5] [--runs 3] [--only ingest,queries,analyze,outbound,truth,replay,help]
 * [--json FILE] [--data DIR]`: makes its own logs, then prints what Sluice takes beside a baseline measured in the same
 * run. It judges the targets and asserts nothing: the exit code is 0 unless the benchmark itself could not run.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, freemem, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatNames } from './formats.mjs';
import { generate } from './generate.mjs';
import { repository, run, zcat } from './measure.mjs';
import { analyze, help, ingest, outbound, queries } from './parts.mjs';
import { replay } from './replay.mjs';
import { table, unavailable } from './report.mjs';
import { truth } from './truth.mjs';

const parts = { ingest, queries, analyze, outbound, truth, replay, help };
/** Parts that make what they measure themselves. */
const ownData = ['replay', 'help'];
const partNames = Object.keys(parts);

function settings() {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '1000000' },
      formats: { type: 'string', default: 'v2,v5' },
      runs: { type: 'string', default: '3' },
      only: { type: 'string', default: partNames.join(',') },
      json: { type: 'string' },
      data: { type: 'string', default: join(repository, 'bench', '.data') },
    },
  });
  const whole = (name) => {
    if (!/^[1-9]\d*$/.test(values[name]))
      throw new Error(`\`--${name} ${values[name]}\` is not a whole number from 1 up`);
    return Number(values[name]);
  };
  const names = (option, known) => {
    const wanted = values[option].split(',').filter((name) => name !== '');
    const unknown = wanted.filter((name) => !known.includes(name));
    if (unknown.length > 0)
      throw new Error(`\`--${option} ${unknown.join(',')}\` is unknown; it takes ${known.join(', ')}`);
    return wanted;
  };
  const chosen = { formats: names('formats', formatNames), only: names('only', partNames) };
  return { ...values, ...chosen, records: whole('records'), runs: whole('runs') };
}

const say = (text) => process.stderr.write(`${text}\n`);

/** The data set of a format, made when it is not there yet. */
async function contextOf(format, { records, runs, data }) {
  const folder = join(data, `${format}-${records}`);
  const described = join(folder, 'dataset.json');
  if (!existsSync(described)) {
    say(`making ${records.toLocaleString('en-US')} ${format} records in ${folder}`);
    const made = await generate({ records, format, out: folder });
    say(`made in ${made.seconds.toFixed(1)} s`);
  }
  const dataset = JSON.parse(await readFile(described, 'utf8'));
  const logs = join(folder, 'AWSLogs');
  // Brings the files into the page cache, so that the first measured run is like the others.
  await zcat(logs, '> /dev/null');
  const lake = join(data, `lake-${format}-${records}`);
  return { format, folder, logs, inventory: join(folder, 'inventory'), lake, runs, dataset };
}

async function conditions() {
  const git = async (args) => (await run('git', args, { keepOutput: true })).stdout.trim();
  const duckdb = JSON.parse(
    await readFile(join(repository, 'node_modules/@duckdb/node-api/package.json'), 'utf8'),
  );
  return {
    at: new Date().toISOString(),
    commit: await git(['rev-parse', '--short', 'HEAD']),
    changed: (await git(['status', '--porcelain', '--', 'src'])) !== '',
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    freeMemoryGb: Math.round(freemem() / 1e9),
    loadAverage: Number((loadavg()[0] ?? 0).toFixed(2)),
    node: process.version,
    duckdb: duckdb.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** Figures of one part, or one row that says why there are none. */
async function figuresOf(name, context) {
  say(`${context.format} ${name} …`);
  try {
    return await parts[name](context);
  } catch (error) {
    return [unavailable(context.format, name, error)];
  }
}

async function main() {
  const wanted = settings();
  const machine = await conditions();
  const figures = [];
  const datasets = [];
  const measured = wanted.only.filter((name) => !ownData.includes(name));
  for (const format of measured.length === 0 ? [] : wanted.formats) {
    const context = await contextOf(format, wanted);
    datasets.push(context.dataset);
    for (const name of measured) figures.push(...(await figuresOf(name, context)));
  }
  for (const name of wanted.only.filter((each) => ownData.includes(each)))
    figures.push(...(await figuresOf(name, { format: '-', runs: wanted.runs, records: wanted.records })));
  const after = Number((loadavg()[0] ?? 0).toFixed(2));
  console.log(
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.platform}; Node ${machine.node}, DuckDB ${machine.duckdb}`,
  );
  console.log(
    `commit ${machine.commit}${machine.changed ? ' with changes' : ''}; load ${machine.loadAverage} before, ${after} after; files in the page cache; median of ${wanted.runs}`,
  );
  for (const { format, records, files, rawBytes, gzipBytes, hours } of datasets) {
    console.log(
      `${format}: ${records.toLocaleString('en-US')} records of ${hours} h in ${files} files, ${Math.round(rawBytes / 1e6)} MB of text, ${Math.round(gzipBytes / 1e6)} MB of gzip`,
    );
  }
  if (wanted.records !== 10_000_000) {
    console.log(
      'The targets are set for 10 million v2 records: smaller sets pay the start of the process, larger ones more memory.',
    );
  }
  console.log(`\n${table(figures)}`);
  if (wanted.json !== undefined) {
    const document = {
      conditions: { ...machine, loadAverageAfter: after, runs: wanted.runs },
      datasets,
      figures,
    };
    await writeFile(wanted.json, `${JSON.stringify(document, null, 2)}\n`);
  }
}

try {
  await main();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
