import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainQuery, runQuery } from '../../src/app/query.js';
import { DiagnosticError, formatDiagnostic } from '../../src/base/index.js';
import type { Language } from '../../src/lang/index.js';
import type { Engine } from '../../src/store/index.js';
import { sampleEngine } from './sample.js';

const root = join(import.meta.dirname, '..', 'cases');
let engine: Engine;

beforeAll(async () => {
  engine = await sampleEngine('shop-v2');
});
afterAll(() => engine.close());

/** How many rows a case shows; the number of all of them stands above. */
const shownRows = 5;

/** Recomputes every section that the file has; `vitest -u` writes them. */
async function rebuild(whole: string, language: Language): Promise<string> {
  const [text = '', ...sections] = whole.split(/^==> /m);
  const query = text.trim();
  const parts = [`${query}\n`];
  for (const section of sections) {
    const title = section.split('\n')[0]?.trim() ?? '';
    parts.push(`\n==> ${title}\n${await sectionText(title, query, language)}\n`);
  }
  return parts.join('');
}

async function sectionText(title: string, text: string, language: Language): Promise<string> {
  switch (title) {
    case 'duckdb': {
      const { sql } = explainQuery({ text, language });
      // Whatever is printed is bound by the engine, also where a case shows no rows.
      await engine.query(sql);
      return `${sql.text}\n-- ${JSON.stringify(sql.values)}`;
    }
    case 'rows': {
      const { columns, rows } = await runQuery({ text, language, engine, lint: false });
      const lines = rows.slice(0, shownRows).map((row) => row.map((cell) => cell ?? 'null').join(' | '));
      return [`-- ${rows.length} rows`, columns.map((column) => column.name).join(' | '), ...lines].join(
        '\n',
      );
    }
    case 'notes': {
      const { diagnostics, meant } = explainQuery({ text, language });
      const lines = diagnostics.map((each) => formatDiagnostic(each, text));
      return [...lines, ...(meant === undefined ? [] : [`meant: ${meant}`])].join('\n');
    }
    case 'error':
      return failureOf(text, language);
    default:
      throw new Error(`no section is called ${title}`);
  }
}

async function failureOf(text: string, language: Language): Promise<string> {
  try {
    await runQuery({ text, language, engine, lint: false });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map((each) => formatDiagnostic(each, error.text)).join('\n');
  }
  throw new Error(`this query is not refused: ${text}`);
}

describe.each(['insights', 'athena'] as const)('%s', (language) => {
  const files = readdirSync(join(root, language)).filter((name) => name.endsWith('.txt'));

  test('has cases', () => expect(files.length).toBeGreaterThan(20));

  test.each(files)('%s', async (file) => {
    const path = join(root, language, file);
    const rebuilt = await rebuild(readFileSync(path, 'utf8'), language);
    await expect(rebuilt).toMatchFileSnapshot(path);
  });
});
