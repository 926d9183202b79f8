/** The ready questions in both languages, beside DuckDB alone with the same question in its own words. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { literal, withDuckDb } from './lake.mjs';
import { filesBelow, median, ratios, repository, sideBySide, Unavailable } from './measure.mjs';
import { figure, unavailable } from './report.mjs';

/** What a query of Sluice may take, beside the same question in DuckDB's own words. */
export const ratioTarget = 1.5;
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
  [/CAST\(from_unixtime\(((?:\w+\()?"?\w+"?\)?)\) AS timestamp\)/g, 'make_timestamp($1 * 1000000)'],
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

/** Parameters without a default, and the guide's interface and address, from what the generated logs hold. */
function given(question, { interfaceId, address }) {
  const known = { interface: interfaceId, address, prefix: '10.' };
  const names = question.parameters.map((each) => each.name).filter((name) => name in known);
  return Object.fromEntries(names.map((name) => [name, known[name]]));
}

/** How long each text takes to compile: for the first time in this process, and again and again. */
function compileTimes(app, request) {
  const once = () => {
    const began = performance.now();
    app.explainQuery(request);
    return performance.now() - began;
  };
  const first = once();
  return { first, again: median(Array.from({ length: 31 }, once)) };
}

/** Rows as somebody would compare them: whole numbers as such, others to six digits. */
const comparable = (rows) =>
  rows
    .map((row) => row.map(shown).join('|'))
    .sort()
    .join('\n');

function shown(value) {
  if (typeof value === 'number' && !Number.isInteger(value)) return value.toPrecision(6);
  // Times have no fraction here, which one side leaves out.
  return String(value).replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.0+$/, '$1');
}

async function figuresOf(context, question, { app, relation, alone, compiled }) {
  const parameters = given(question, context.dataset.busiest);
  const asked = [];
  for (const language of app.languagesOf(question)) {
    const query = app.queryOf({ question, language, parameters }, relation.contents);
    const request = { ...query, lint: false, ...relation.place };
    compiled.push({ name: `${question.name}, ${language}`, ...compileTimes(app, request) });
    // The guide's two languages ask different things; its Logs Insights texts stand beside SQL of their own.
    if (question.differs === undefined || language === 'athena') asked.push({ language, request });
  }
  if (typeof question.texts.athena !== 'string') return [];
  const text = byHand(question, asked[0].request.parameters);
  const expected = comparable(await alone(text));
  for (const { language, request } of asked) {
    const { rows } = await app.runQuery(request);
    const isSame = question.differs !== undefined || comparable(rows) === expected;
    if (!isSame) throw new Unavailable(`${language} gives other rows than SQL by hand`);
  }
  const [bare, ...samples] = await sideBySide(
    Math.max(5, context.runs),
    () => alone(text),
    ...asked.map(
      ({ request }) =>
        () =>
          app.runQuery(request),
    ),
  );
  return [
    figure(context.format, `${question.name}, by hand`, 'ms', bare),
    ...asked.map(({ language }, index) =>
      figure(context.format, `${question.name}, ${language} / by hand`, 'x', ratios(samples[index], bare), {
        target: ratioTarget,
      }),
    ),
  ];
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
  return [...figures, ...compileFigures(context.format, compiled, lacking)];
}

function compileFigures(format, compiled, lacking) {
  const slowest = compiled.toSorted((a, b) => b.again - a.again)[0];
  const slowestAtFirst = compiled.toSorted((a, b) => b.first - a.first)[0];
  const row = (name, samples, rest) =>
    figure(format, `ready questions, compile, ${name}`, 'ms', samples, rest);
  return [
    row(
      'median',
      compiled.map(({ again }) => again),
    ),
    row('slowest', [slowest.again], {
      target: compileTargetMs,
      note: `${slowest.name}; ${lacking} questions need fields that this format lacks`,
    }),
    row('slowest at its first time', [slowestAtFirst.first], { note: slowestAtFirst.name }),
  ];
}
