/** The ready questions in both languages, beside DuckDB alone with the same question in its own words. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { literal, withDuckDb } from './lake.mjs';
import { filesBelow, median, repository, timed, Unavailable } from './measure.mjs';
import { figure, unavailable } from './report.mjs';

const ratioTarget = 1.5;
const compileTargetMs = 5;

async function load(path) {
  const file = join(repository, 'dist', path);
  if (!existsSync(file)) throw new Unavailable(`\`dist/${path}\` is not there: run \`npm run build\``);
  return import(pathToFileURL(file).href);
}

/** Where Trino's words are not DuckDB's; everything else in the questions is plain SQL. */
const words = [
  [
    /CAST\(date_trunc\('(\w+)', from_unixtime\(start\)\) AS timestamp\)/g,
    "date_trunc('$1', make_timestamp(start * 1000000))",
  ],
  [/bitwise_and\((\w+), (\d+)\)/g, '($1 & $2)'],
  [/"<vpc_flow_logs_table_name>"|\bvpc_flow_logs\b/g, 'lake'],
];

/** The question as somebody would write it for DuckDB, who knows the table. */
function byHand(question, values) {
  const filled = question.texts.athena
    .replace(/\{\{(\w+)\}\}/g, (_, name) => values[name] ?? '')
    .replace(/;\s*$/, '');
  const text = words.reduce((so, [pattern, with_]) => so.replace(pattern, with_), filled);
  return question.over === 'records'
    ? text
    : text.replace(new RegExp(`\\bFROM ${question.over}\\b`), `FROM found_${question.over}`);
}

async function medianMs(rounds, work) {
  await work();
  const samples = [];
  for (let round = 0; round < rounds; round += 1) samples.push((await timed(work)) * 1000);
  return samples;
}

/** Parameters without a default, and the guide's interface and address, from what the generated logs hold. */
function given(question, { interfaceId, address }) {
  const known = { interface: interfaceId, address, prefix: '10.' };
  const names = question.parameters.map((each) => each.name).filter((name) => name in known);
  return Object.fromEntries(names.map((name) => [name, known[name]]));
}

async function figuresOf(context, question, { app, relation, alone, compiled }) {
  const parameters = given(question, context.dataset.busiest);
  const rounds = Math.max(5, context.runs);
  const rows = [];
  let baseline;
  for (const language of app.languagesOf(question)) {
    const query = app.queryOf({ question, language, parameters }, relation.contents);
    const request = { ...query, lint: false, ...relation.place };
    const compile = await medianMs(rounds, async () => app.explainQuery(request));
    compiled.push({ name: `${question.name}, ${language}`, ms: median(compile) });
    const answer = await app.runQuery(request);
    const asked = await medianMs(rounds, () => app.runQuery(request));
    if (typeof question.texts.athena !== 'string') continue;
    if (baseline === undefined) {
      const text = byHand(question, query.parameters);
      const first = await alone(text);
      if (question.differs === undefined && first.length !== answer.rows.length) {
        throw new Unavailable(`by hand ${first.length} rows, asked ${answer.rows.length}`);
      }
      const samples = await medianMs(rounds, () => alone(text));
      baseline = median(samples);
      rows.push(figure(context.format, `${question.name}, by hand`, 'ms', samples));
    }
    rows.push(
      figure(context.format, `${question.name}, ${language} / by hand`, 'x', [median(asked) / baseline], {
        target: ratioTarget,
      }),
    );
  }
  return rows;
}

/** Whoever runs SQL by hand: a DuckDB of its own over the files, or for what the analysis found its own engine. */
async function aloneFor(context, name, relation, work) {
  if (name !== 'records') {
    const { Sql } = await load('dialect/sql.js');
    return work(async (text) => (await relation.place.engine.query(Sql.fromParts(text, []))).rows);
  }
  const files = (await filesBelow(join(context.lake, 'records'), '.parquet')).map(literal);
  return withDuckDb(async (db) => {
    await db.run(
      `CREATE VIEW lake AS SELECT * FROM read_parquet([${files.join(', ')}], union_by_name = true, hive_partitioning = false)`,
    );
    return work(async (text) => (await db.runAndReadAll(text)).getRows());
  });
}

/** Each question against SQL by hand on the same rows, and how long the texts take to compile. */
export async function readyQuestions(/** @type {import('./lake.mjs').Context} */ context) {
  const app = await load('app/index.js');
  const figures = [];
  const compiled = [];
  let lacking = 0;
  for (const name of Object.keys(app.relations)) {
    const questions = app.readyQuestions.filter((each) => each.over === name);
    const relation = await app.openRelation(name, {
      lake: context.lake,
      inventory: [context.inventory],
      from: context.folder,
    });
    await aloneFor(context, name, relation, async (alone) => {
      for (const question of questions) {
        try {
          figures.push(...(await figuresOf(context, question, { app, relation, alone, compiled })));
        } catch (error) {
          if (error?.diagnostics?.[0]?.code === 'field-not-logged') lacking += 1;
          else figures.push(unavailable(context.format, question.name, error));
        }
      }
    });
    await relation.close();
  }
  const slowest = compiled.toSorted((a, b) => b.ms - a.ms)[0];
  return [
    ...figures,
    figure(
      context.format,
      'ready questions, compile, median',
      'ms',
      compiled.map(({ ms }) => ms),
    ),
    figure(context.format, 'ready questions, compile, slowest', 'ms', [slowest.ms], {
      target: compileTargetMs,
      note: `${slowest.name}; ${lacking} questions need fields that this format lacks`,
    }),
  ];
}
