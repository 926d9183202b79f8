import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runQuery } from '../../src/app/query.js';
import { aggregateFunctions } from '../../src/lang/insights/aggregates.js';
import { systemFields } from '../../src/lang/insights/fields.js';
import { scalarFunctions } from '../../src/lang/insights/functions/index.js';
import { periodFunctions } from '../../src/lang/insights/functions/period.js';
import { operators } from '../../src/lang/insights/operators.js';
import { refusedCommands, stages } from '../../src/lang/insights/stages/index.js';
import type { Standing } from '../../src/lang/insights/standing.js';
import type { Engine } from '../../src/store/index.js';
import { lookupTables } from './lookup-tables.js';
import { sampleEngine } from './sample.js';
import { querySamples } from './samples.js';

const path = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'insights.md');

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${cell(text)}\``;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function standing({ observed, unconfirmed }: Standing): string {
  return [
    ...(observed === undefined ? [] : [`Observed: ${cell(observed)}`]),
    ...(unconfirmed === undefined ? [] : [`Unconfirmed by AWS: ${cell(unconfirmed)}`]),
  ].join(' ');
}

const names = (first: string, aliases: readonly string[] = []): string =>
  [first, ...aliases].map(code).join(', ');

/** The tables of the page follow from the tables of the code; `vitest -u` writes them. */
const sections: Record<string, () => string> = {
  commands: () =>
    table(
      ['Command', 'Meaning', 'Where AWS is otherwise or silent', 'Example'],
      stages.map((each) => [
        names(
          each.syntax,
          each.aliases.map((alias) => `${alias} …`),
        ),
        cell(each.doc),
        standing(each),
        code(each.example),
      ]),
    ),
  refused: () =>
    table(
      ['Command', 'Because'],
      Object.entries(refusedCommands).map(([name, reason]) => [code(name), cell(reason)]),
    ),
  operators: () =>
    table(
      ['Operator', 'Meaning', 'Where AWS is otherwise or silent'],
      operators.map((each) => [each.symbols.map(code).join(', '), cell(each.doc), standing(each)]),
    ),
  functions: () =>
    table(
      ['Function', 'Value', 'Where AWS is otherwise or silent'],
      [...scalarFunctions, ...periodFunctions].map((each) => [
        names(each.signature, each.aliases),
        cell(each.doc),
        standing(each),
      ]),
    ),
  aggregates: () =>
    table(
      ['Aggregate', 'Value', 'Where AWS is otherwise or silent'],
      aggregateFunctions.map((each) => [names(each.signature, each.aliases), cell(each.doc), standing(each)]),
    ),
};

test('the page on Logs Insights lists what there is', async () => {
  let page = readFileSync(path, 'utf8');
  for (const [name, build] of Object.entries(sections)) {
    const pattern = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
    expect(page).toMatch(pattern);
    page = page.replace(pattern, (_, open: string, close: string) => `${open}${build()}\n${close}`);
  }
  await expect(page).toMatchFileSnapshot(path);
});

describe('every row has a case that runs on DuckDB', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await sampleEngine('shop-v2');
  });
  afterAll(() => engine.close());

  // The cases run on DuckDB and, with a server, on Trino; the lookup tables of a workspace need a test of their own.
  const cases = querySamples('insights');
  const withTables = ['lookup', 'cidrlookup'];
  const has = (pattern: RegExp): boolean => cases.some((text) => pattern.test(text));
  const escaped = (text: string): string => text.replace(/[.\\+*?()|[\]{}^$]/g, '\\$&');

  test.each(stages.flatMap((each) => [each.keyword, ...each.aliases]))('command %s', async (word) => {
    if (!withTables.includes(word)) {
      expect(has(new RegExp(`(^|[|(])\\s*${word}\\b`, 'im'))).toBe(true);
      return;
    }
    const { example } = stages.find((each) => each.keyword === word) ?? { example: '' };
    const source = { tables: lookupTables };
    const { columns } = await runQuery({ text: example, language: 'insights', engine, source });
    expect(columns.length).toBeGreaterThan(0);
  });

  const functions = [...scalarFunctions, ...periodFunctions, ...aggregateFunctions];
  test.each(functions.map((each) => each.name))('function %s', (name) => {
    expect(has(new RegExp(`\\b${escaped(name)}\\s*\\(`, 'i'))).toBe(true);
  });

  test.each(operators.flatMap((each) => each.symbols))('operator %s', (symbol) => {
    const pattern = /^[a-z]/.test(symbol) ? `\\b${symbol}\\b` : `[\\w)'"\\s]${escaped(symbol)}[\\s\\w('"/-]`;
    expect(has(new RegExp(pattern, 'i'))).toBe(true);
  });

  test.each(operators.map((each) => [each.symbols.join(' '), each.example]))(
    'the example of %s runs',
    async (_, text) => {
      const { rows } = await runQuery({ text, language: 'insights', engine, lint: false });
      expect(rows).toHaveLength(1);
    },
  );

  test.each(systemFields.map((each) => [each]))('field %s', (name) => {
    expect(has(new RegExp(`${escaped(name)}(?![\\w.])`))).toBe(true);
  });
});
