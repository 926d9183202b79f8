/** The parts of the benchmark. Each returns figures; baselines run right beside what they are compared with. */
import { existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { columnNames } from './formats.mjs';
import { ensureLake, ingestInto, literal, requireProgram, withDuckDb } from './lake.mjs';
import {
  bytesBelow,
  filesBelow,
  mainPath,
  ratios,
  repository,
  run,
  sideBySide,
  sluice,
  timed,
  Unavailable,
  zcat,
} from './measure.mjs';
import { guideQueries } from './queries.mjs';
import { ratioTarget, readyQuestions } from './ready.mjs';
import { figure, unavailable } from './report.mjs';

const sizeTargets = { v2: 0.75, v5: 0.55 };
/** What somebody would do with DuckDB alone: let it find out the columns, and count. */
const readCsv = (logs) =>
  withDuckDb((db) =>
    timed(() =>
      db.runAndReadAll(
        `SELECT count(*) FROM read_csv(${literal(join(logs, '**', '*.log.gz'))}, delim = ' ', header = true, nullstr = '-')`,
      ),
    ),
  );

const integers = new Set([
  'version',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'tcp-flags',
  'traffic-path',
]);

/** The least that taking in could be: DuckDB turns typed text into compressed Parquet, unsorted and unchecked. */
function copyByHand(logs, header, target) {
  const columns = header
    .map((name) => `'${name}': '${integers.has(name) ? 'BIGINT' : 'VARCHAR'}'`)
    .join(', ');
  const source = `read_csv(${literal(join(logs, '**', '*.log.gz'))}, delim = ' ', header = true, auto_detect = false,
    nullstr = '-', quote = '', escape = '', columns = {${columns}})`;
  return withDuckDb(async (db) => {
    await db.run('SET preserve_insertion_order = false');
    return timed(() =>
      db.run(
        `COPY (SELECT * FROM ${source}) TO ${literal(target)} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)`,
      ),
    );
  });
}

async function ingestRound(context) {
  const fresh = `${context.lake}.fresh`;
  await rm(fresh, { recursive: true, force: true });
  const taken = await ingestInto(context, fresh);
  await rm(context.lake, { recursive: true, force: true });
  await rename(fresh, context.lake);
  return taken;
}

function ingestFigures({ format, dataset }, { zcat: bare, lines, csv, taken, lakeBytes }) {
  const seconds = taken.map((one) => one.seconds);
  const ratio = (to) => ratios(seconds, to);
  return [
    figure(format, 'ingest', 's', seconds),
    figure(
      format,
      'ingest, processor time',
      's',
      taken.map(({ cpuSeconds }) => cpuSeconds),
    ),
    figure(
      format,
      'ingest, rate',
      'records/s',
      seconds.map((value) => dataset.records / value),
    ),
    figure(format, 'ingest / zcat > /dev/null', 'x', ratio(bare), { target: 2.2, aim: 1.7 }),
    figure(format, 'ingest / zcat | wc -l', 'x', ratio(lines)),
    figure(format, 'ingest / read_csv count', 'x', ratio(csv)),
    figure(
      format,
      'ingest, peak memory',
      'MB',
      taken.map(({ peakBytes }) => peakBytes / 1e6),
      { target: 750 },
    ),
    figure(format, 'lake bytes / gzip bytes', 'x', [lakeBytes / dataset.gzipBytes], {
      target: sizeTargets[format],
    }),
    figure(format, 'lake', 'B/record', [lakeBytes / dataset.records]),
  ];
}

/** Taking the logs in, against reading them only. Leaves the lake for the parts that follow. */
export async function ingest(/** @type {import('./lake.mjs').Context} */ context) {
  const { format, dataset, runs, logs } = context;
  const header = columnNames(format);
  const scratch = `${context.lake}.by-hand.parquet`;
  const times = { zcat: [], lines: [], csv: [], copy: [] };
  const taken = [];
  /** @type {unknown} */
  let missing;
  for (let round = 0; round < runs; round += 1) {
    times.zcat.push((await zcat(logs, '> /dev/null')).seconds);
    try {
      if (missing === undefined) taken.push(await ingestRound(context));
    } catch (error) {
      missing = error;
    }
    times.lines.push((await zcat(logs, '| wc -l')).seconds);
    times.csv.push(await readCsv(logs));
    times.copy.push(await copyByHand(logs, header, scratch));
  }
  const { size } = await stat(scratch);
  await rm(scratch);
  const baselines = [
    figure(format, 'zcat > /dev/null', 's', times.zcat),
    figure(format, 'zcat | wc -l', 's', times.lines),
    figure(format, 'read_csv count, sniffed', 's', times.csv),
    figure(format, 'COPY by hand, unsorted', 's', times.copy),
    figure(format, 'COPY by hand, unsorted', 'B/record', [size / dataset.records]),
    figure(format, 'gzip', 'B/record', [dataset.gzipBytes / dataset.records]),
  ];
  if (missing !== undefined) return [...baselines, unavailable(format, 'ingest', missing)];
  const lakeBytes = await bytesBelow(join(context.lake, 'records'), '.parquet');
  return [...baselines, ...ingestFigures(context, { ...times, taken, lakeBytes })];
}

/** The library with a lake opened, as a running process holds it. */
async function openLibrary(lake) {
  const load = async (path) => {
    const file = join(repository, 'dist', path);
    if (!existsSync(file)) throw new Unavailable(`\`dist/${path}\` is not there: run \`npm run build\``);
    return import(pathToFileURL(file).href);
  };
  const { runQuery } = await load('app/index.js');
  const { Engine, createRecordsView } = await load('store/index.js');
  if (runQuery === undefined || createRecordsView === undefined) {
    throw new Unavailable('the library does not export `runQuery` and `createRecordsView` yet');
  }
  const engine = await Engine.open();
  const contents = await createRecordsView(engine, lake);
  return {
    ask: ({ text, language }) => runQuery({ text, language, engine, contents }),
    close: () => engine.close(),
  };
}

/** One query asked of the library and by hand, in turn; a query that is refused is a row that says so. */
async function queryFigures(format, query, { rounds, library, db }) {
  const target = query.targetMs === undefined ? {} : { target: query.targetMs };
  try {
    const [asked, byHand] = await sideBySide(
      rounds,
      () => library.ask(query),
      async () => (await db.runAndReadAll(query.byHand)).getRows(),
    );
    return [
      figure(format, query.name, 'ms', asked, target),
      figure(format, `${query.name}, by hand`, 'ms', byHand),
      figure(format, `${query.name} / by hand`, 'x', ratios(asked, byHand), { target: ratioTarget }),
    ];
  } catch (error) {
    return [{ ...unavailable(format, query.name, error), ...target, unit: 'ms' }];
  }
}

/** The guide's six queries and the ready questions in a running process, against SQL by hand on the same Parquet files. */
export async function queries(/** @type {import('./lake.mjs').Context} */ context) {
  await ensureLake(context);
  const library = await openLibrary(context.lake);
  const files = (await filesBelow(join(context.lake, 'records'), '.parquet')).map(literal);
  const figures = [];
  await withDuckDb(async (db) => {
    const source = `read_parquet([${files.join(', ')}], union_by_name = true, hive_partitioning = false)`;
    await db.run(`CREATE VIEW lake AS SELECT * FROM ${source}`);
    const around = { rounds: Math.max(5, context.runs), library, db };
    for (const query of guideQueries(context.dataset.busiest)) {
      figures.push(...(await queryFigures(context.format, query, around)));
    }
  });
  library.close();
  return [...figures, ...(await readyQuestions(context))];
}

/** From files that were never seen to the printed report. */
export async function analyze(/** @type {import('./lake.mjs').Context} */ context) {
  requireProgram();
  const { format } = context;
  const times = { zcat: [], analyze: [] };
  const peaks = [];
  for (let round = 0; round < context.runs; round += 1) {
    const fresh = `${context.lake}.analyze`;
    await rm(fresh, { recursive: true, force: true });
    times.zcat.push((await zcat(context.logs, '> /dev/null')).seconds);
    const args = [
      'analyze',
      context.logs,
      '--inventory',
      context.inventory,
      '--lake',
      fresh,
      '--progress',
      'off',
    ];
    const done = await sluice(args);
    times.analyze.push(done.seconds);
    peaks.push(done.peakBytes / 1e6);
    await rm(fresh, { recursive: true, force: true });
  }
  return [
    figure(format, 'analyze, files to report', 's', times.analyze),
    figure(format, 'analyze / zcat > /dev/null', 'x', ratios(times.analyze, times.zcat), {
      target: 5,
      aim: 3.5,
    }),
    figure(format, 'analyze, peak memory', 'MB', peaks),
  ];
}

/** The analysis alone, on a lake that is there: `analyze` without paths. */
export async function outbound(/** @type {import('./lake.mjs').Context} */ context) {
  await ensureLake(context);
  const times = [];
  const peaks = [];
  for (let round = 0; round < context.runs; round += 1) {
    const done = await sluice([
      'analyze',
      '--inventory',
      context.inventory,
      '--lake',
      context.lake,
      '--progress',
      'off',
    ]);
    times.push(done.seconds);
    peaks.push(done.peakBytes / 1e6);
  }
  const { records } = context.dataset;
  return [
    figure(context.format, 'outbound analysis alone', 's', times),
    figure(
      context.format,
      'outbound analysis, rate',
      'records/s',
      times.map((seconds) => records / seconds),
    ),
    figure(context.format, 'outbound analysis, peak memory', 'MB', peaks, {
      target: 6000,
      note: 'the target speaks of 50 million records',
    }),
  ];
}

/** How long the first answer takes, beside a Node that does nothing. */
export async function help(/** @type {{runs: number}} */ { runs }) {
  requireProgram();
  const asked = [];
  const bare = [];
  for (let round = 0; round < Math.max(11, runs); round += 1) {
    bare.push((await run('node', ['-e', '0'])).seconds * 1000);
    const result = await run('node', [mainPath, '--help']);
    if (result.code !== 0) throw new Unavailable(`\`sluice --help\` ended with ${result.code}`);
    asked.push(result.seconds * 1000);
  }
  return [
    figure('-', 'node -e 0', 'ms', bare),
    figure('-', 'sluice --help', 'ms', asked, { target: 120 }),
    figure('-', 'sluice --help / node -e 0', 'x', [median(asked) / median(bare)]),
  ];
}
