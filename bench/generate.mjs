#!/usr/bin/env node
/**
 * Makes the flow logs of a busy VPC as S3 delivers them, with the inventory of the VPC beside them:
 *
 *   node bench/generate.mjs --records 10000000 --format v2 --out DIR
 *        [--seed 1] [--hours H] [--interfaces N] [--destinations N]
 *
 * `--records` counts the lines without headers, exactly. The same arguments give the same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';

import { columnsOf, formatNames, logFormatOf } from './formats.mjs';
import { writeInventory } from './inventory.mjs';
import { records as recordsOf } from './records.mjs';
import { loadWorld, makeTraffic } from './traffic.mjs';
import { account, flowLogId, makeDestinations, makeWorld, region } from './world.mjs';

const compress = promisify(gzip);
/** AWS publishes a file for each five minutes; a record lies in the one its `end` falls into. */
const windowSeconds = 300;
/** A UTC midnight; a third of the span lies before it, so that even small sets touch two days. */
const midnight = Date.UTC(2026, 8, 15) / 1000;
/** As zlib's default, which decides how fast everybody reads the files. */
const gzipLevel = 6;

/**
 * Fills in what was not said: 24 hours and 500 interfaces for ten million records, less for less.
 * @param {{records: number, out: string, format?: import('./formats.mjs').Format, seed?: number, hours?: number, interfaces?: number, destinations?: number}} wanted
 */
function settingsOf({ records, out, format = 'v2', seed = 1, ...rest }) {
  const bounded = (value, least, most) => Math.min(most, Math.max(least, Math.round(value)));
  return {
    ...{ records, out: resolve(out), format, seed },
    hours: rest.hours ?? bounded(records / 416_667, 4, 240),
    interfaces: rest.interfaces ?? bounded(records / 2000, 30, 500),
    destinations: rest.destinations ?? bounded(records / 100, 500, 25_000),
  };
}

const pad = (value) => String(value).padStart(2, '0');

/** Where AWS would put the file of the window that begins at `at`, below `AWSLogs/`. */
function objectKey(at, seed) {
  const time = new Date(at * 1000);
  const day = [String(time.getUTCFullYear()), pad(time.getUTCMonth() + 1), pad(time.getUTCDate())];
  const stamp = `${day.join('')}T${pad(time.getUTCHours())}${pad(time.getUTCMinutes())}Z`;
  const hash = createHash('sha256').update(`${seed} ${stamp}`).digest('hex').slice(0, 8);
  const name = `${account}_vpcflowlogs_${region}_${flowLogId}_${stamp}_${hash}.log.gz`;
  return { folder: join(account, 'vpcflowlogs', region, ...day), name };
}

/** Compresses beside the engine's work, in Node's thread pool, at most two files at a time. */
function compressor() {
  const running = new Set();
  const totals = { files: 0, rawBytes: 0, gzipBytes: 0 };
  const work = async (plain, target) => {
    const text = await readFile(plain);
    const packed = await compress(text, { level: gzipLevel });
    await writeFile(target, packed);
    await rm(plain);
    totals.files += 1;
    totals.rawBytes += text.length;
    totals.gzipBytes += packed.length;
  };
  return {
    totals,
    async add(plain, target) {
      const task = work(plain, target).finally(() => running.delete(task));
      running.add(task);
      if (running.size > 1) await Promise.race(running);
    },
    finish: () => Promise.all(running),
  };
}

/** Writes one file for each window, an hour's records at a time. */
async function deliver(db, { settings, span, onProgress }) {
  const root = join(settings.out, 'AWSLogs');
  const plainFolder = join(settings.out, '.plain');
  await mkdir(plainFolder, { recursive: true });
  const gzipped = compressor();
  for (let hour = span.from; hour < span.to; hour += 3600) {
    const part = { from: hour, to: Math.min(hour + 3600, span.to) };
    await db.run(`CREATE OR REPLACE TEMP TABLE rec AS ${recordsOf(part, windowSeconds, span.to)}`);
    for (let at = part.from; at < part.to; at += windowSeconds) {
      const { folder, name } = objectKey(at, settings.seed);
      await mkdir(join(root, folder), { recursive: true });
      const plain = join(plainFolder, name.replace(/\.gz$/, ''));
      await db.run(`COPY (SELECT ${columnsOf(settings.format)} FROM rec JOIN iface ON iface.idx = rec.if_idx
        WHERE win = ${at / windowSeconds} ORDER BY ord) TO '${plain.replaceAll("'", "''")}'
        (FORMAT csv, DELIMITER ' ', HEADER true, NULLSTR '-')`);
      await gzipped.add(plain, join(root, folder, name));
    }
    onProgress?.((part.to - span.from) / (span.to - span.from));
  }
  await gzipped.finish();
  await rm(plainFolder, { recursive: true });
  return gzipped.totals;
}

/** The busiest interface that opens connections, which the queries of the benchmark ask about. */
async function busiest(db) {
  const rows = await db.runAndReadAll(`SELECT iface.id, iface.addr FROM conv JOIN iface ON iface.idx = c_if
    WHERE role = 'app' GROUP BY ALL ORDER BY count(*) DESC, iface.id LIMIT 1`);
  const [interfaceId, address] = rows.getRows()[0] ?? [];
  return { interfaceId: String(interfaceId), address: String(address) };
}

/** What the analysis should find: every destination that an interface inside opened connections to. */
async function writeTruth(db, folder) {
  await mkdir(folder, { recursive: true });
  await db.run(`COPY (SELECT iface.id AS interface, c_addr AS source, s_addr AS destination, protocol, s_port AS port,
      count(*) AS connections FROM conv JOIN iface ON iface.idx = c_if GROUP BY ALL ORDER BY ALL)
    TO '${join(folder, 'needs.parquet').replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`);
}

/**
 * Makes a data set in `out`, replacing what an earlier run left there: `AWSLogs/`, `inventory/`, `truth/` and
 * `dataset.json`, which says what it is.
 */
export async function generate(wanted, onProgress) {
  const settings = settingsOf(wanted);
  const began = performance.now();
  const spanSeconds = settings.hours * 3600;
  const from = midnight - Math.floor(settings.hours / 3) * 3600;
  const span = { from, to: from + spanSeconds };
  for (const part of ['AWSLogs', 'inventory', 'truth', 'dataset.json']) {
    await rm(join(settings.out, part), { recursive: true, force: true });
  }
  const instance = await DuckDBInstance.create(':memory:');
  const db = await instance.connect();
  const world = makeWorld(settings.interfaces, settings.seed);
  const sizes = await loadWorld(db, world, makeDestinations(settings.destinations, settings.seed));
  const traffic = await makeTraffic(db, { records: settings.records, span, sizes });
  const files = await deliver(db, { settings, span, onProgress });
  await writeTruth(db, join(settings.out, 'truth'));
  await writeInventory(join(settings.out, 'inventory'), world, {
    logFormat: logFormatOf(settings.format),
    from,
  });
  const { out, ...arguments_ } = settings;
  const dataset = { ...arguments_, span, ...traffic, ...files, busiest: await busiest(db) };
  await writeFile(join(out, 'dataset.json'), `${JSON.stringify(dataset, null, 2)}\n`);
  db.closeSync();
  instance.closeSync();
  return { ...dataset, seconds: (performance.now() - began) / 1000 };
}

function wantedFrom(argv) {
  const { values } = parseArgs({
    args: argv,
    options: Object.fromEntries(
      ['records', 'format', 'out', 'seed', 'hours', 'interfaces', 'destinations'].map((name) => [
        name,
        { type: 'string' },
      ]),
    ),
  });
  if (values.out === undefined) throw new Error('`--out DIR` is missing');
  if (values.format !== undefined && !formatNames.includes(values.format)) {
    throw new Error(`\`--format ${values.format}\` is unknown; it is one of ${formatNames.join(', ')}`);
  }
  const wholeNumber = (name) => {
    if (values[name] === undefined) return undefined;
    if (!/^\d+$/.test(values[name])) throw new Error(`\`--${name} ${values[name]}\` is not a whole number`);
    return Number(values[name]);
  };
  const numbers = ['seed', 'hours', 'interfaces', 'destinations'].map((name) => [name, wholeNumber(name)]);
  const given = Object.fromEntries(numbers.filter(([, value]) => value !== undefined));
  return { records: wholeNumber('records') ?? 1_000_000, out: values.out, format: values.format, ...given };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const progress = (share) =>
      process.stderr.isTTY && process.stderr.write(`\r${Math.round(share * 100)} %`);
    const made = await generate(wantedFrom(process.argv.slice(2)), progress);
    console.log(JSON.stringify(made, null, 2));
  } catch (error) {
    console.error(`generate: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
