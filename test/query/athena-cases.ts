import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerFiles, blocksOf } from '../trino/answers.js';
import { clauses, expressions, type Feature, literals } from './athena-features.js';
import { querySamples } from './samples.js';

/** The forms of the reference that are carried out; their examples run on the embedded engine and on a real Trino. */
export const carriedOut: readonly Feature[] = [...clauses, ...expressions, ...literals].filter(
  (each) => each.refused === undefined,
);

/** Forms whose answers are not compared on two engines, each with its reason; the number of columns is. */
export const uncompared: Readonly<Record<string, string>> = {
  'SELECT count(*) FROM t TABLESAMPLE SYSTEM (50)': 'rows are chosen by chance',
  'SELECT CURRENT_DATE, CURRENT_TIME': 'the engines are asked one after the other',
  "SELECT now() AT TIME ZONE 'Europe/Berlin'": 'the engines are asked one after the other',
  "SELECT now() - TIMESTAMP '2026-01-31 12:00:00', 2 * INTERVAL '1' DAY":
    'the engines are asked one after the other',
  "SELECT now() - INTERVAL '7' DAY, INTERVAL '1-2' YEAR TO MONTH":
    'the engines are asked one after the other',
  'SELECT EXTRACT(HOUR FROM now())': 'the engines are asked one after the other',
};

/** Queries that tests carry out on the embedded engine and on a real Trino: cases, and answers that were kept. */
export const comparedQueries: readonly string[] = [
  ...querySamples('athena'),
  ...answerFiles.flatMap((file) => blocksOf(file).map((block) => block.expression)),
];

/** Statements that tests carry out on the embedded engine; Trino runs a SELECT only, since the others are of AWS's catalog. */
export const statementCases: readonly string[] = statementTexts();

function statementTexts(): string[] {
  const folder = join(import.meta.dirname, '..', 'cases', 'statements');
  return readdirSync(folder)
    .filter((name) => !name.startsWith('error'))
    .map((name) => readFileSync(join(folder, name), 'utf8').split(/^==> /m)[0] ?? '');
}
