import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runQuery } from '../../src/app/query.js';
import { DiagnosticError } from '../../src/base/index.js';
import { signatureOf } from '../../src/lang/athena/call.js';
import { refusedFunctions, sqlFunctions } from '../../src/lang/athena/functions/index.js';
import { refusedStatements, statements } from '../../src/lang/athena/statements/index.js';
import { castTypes, refusedTypes } from '../../src/lang/athena/type-names.js';
import type { Engine } from '../../src/store/index.js';
import { clauses, expressions, type Feature, literals } from './athena-features.js';
import { emptyEngine } from './sample.js';

const path = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'athena.md');

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${cell(text)}\``;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

interface Standing {
  readonly refused?: string | undefined;
  readonly differs?: string | undefined;
}

function standing({ refused, differs }: Standing): string {
  if (refused !== undefined) return `refused: ${cell(refused)}`;
  return differs === undefined ? 'supported' : `supported, differs: ${cell(differs)}`;
}

const features = (rows: readonly Feature[]) => (): string =>
  table(
    ['', 'Standing', 'Example'],
    rows.map((each) => [each.name, standing(each), code(each.example)]),
  );

/** Names that share a reason share a row. */
function byReason(reasons: Readonly<Record<string, string>>): string[][] {
  const groups = new Map<string, string[]>();
  for (const [name, reason] of Object.entries(reasons)) {
    groups.set(reason, [...(groups.get(reason) ?? []), name]);
  }
  return [...groups].map(([reason, names]) => [names.map(code).join(', '), `refused: ${cell(reason)}`]);
}

/** The tables of the page follow from the tables of the code; `vitest -u` writes them. */
const sections: Record<string, () => string> = {
  statements: () =>
    table(
      ['Statement', 'Meaning'],
      [
        ...statements.map((each) => [code(each.syntax), cell(each.doc)]),
        ...byReason(refusedStatements).map(([names = '', reason = '']) => [names.toUpperCase(), reason]),
      ],
    ),
  clauses: features(clauses),
  expressions: features(expressions),
  literals: features(literals),
  types: () =>
    [
      `Types of values and of CAST: ${castTypes.map((type) => code(type.toUpperCase())).join(', ')}.`,
      `Refused, since values here do not have them: ${refusedTypes.map((type) => code(type.toUpperCase())).join(', ')} (the last ones with parameters).`,
    ].join('\n\n'),
  functions: () =>
    table(
      ['Function', 'Kind', 'Value', 'Standing'],
      [...sqlFunctions]
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
        .map((each) => [
          [signatureOf(each), ...(each.aliases ?? [])].map(code).join(', '),
          each.kind,
          cell(each.doc),
          standing(each),
        ]),
    ),
  'refused functions': () => table(['Function', 'Standing'], byReason(refusedFunctions)),
};

let engine: Engine;
beforeAll(async () => {
  engine = await emptyEngine();
});
afterAll(() => engine.close());

test('the page on Athena lists what there is', async () => {
  let page = readFileSync(path, 'utf8');
  for (const [name, build] of Object.entries(sections)) {
    const pattern = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
    expect(page).toMatch(pattern);
    page = page.replace(pattern, (_, open: string, close: string) => `${open}${build()}\n${close}`);
  }
  await expect(page).toMatchFileSnapshot(path);
});

describe('what the page says of an example is so', () => {
  const all = [...clauses, ...expressions, ...literals];
  const run = (text: string) => runQuery({ text, language: 'athena', engine, lint: false });

  test('there are examples', () => expect(all.length).toBeGreaterThan(60));

  test.each(all.filter((each) => each.refused === undefined))('supported: $example', async ({ example }) => {
    expect((await run(example)).columns.length).toBeGreaterThan(0);
  });

  test.each(all.filter((each) => each.refused !== undefined))('refused: $example', async ({ example }) => {
    await expect(run(example)).rejects.toThrow(DiagnosticError);
  });
});
