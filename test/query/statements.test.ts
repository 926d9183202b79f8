import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingest } from '../../src/app/ingest.js';
import { openQueryLake } from '../../src/app/open-lake.js';
import { runQuery } from '../../src/app/query.js';
import { runStatements, type StatementRequest } from '../../src/app/statements/index.js';
import { DiagnosticError, formatDiagnostic, WorldError } from '../../src/base/index.js';

const cases = join(import.meta.dirname, '..', 'cases', 'statements');
const examples = join(import.meta.dirname, '..', '..', 'examples');
const root = mkdtempSync(join(tmpdir(), 'sluice-statements-'));
const lakePath = join(root, 'lake');

beforeAll(async () => {
  await ingest({ paths: [join(examples, 'shop-v2', 'AWSLogs')], lakePath });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** How many rows a case shows; the number of all of them stands above. */
const shownRows = 32;

/** Runs a text as `sluice query --file` does, over a copy of the lake with nothing created in it. */
async function outcomeOf(text: string, name: string): Promise<string> {
  const folder = join(root, name);
  cpSync(lakePath, join(folder, '.sluice'), { recursive: true });
  mkdirSync(join(folder, 'results'));
  const s3Folders = {
    'amzn-s3-demo-bucket': join(examples, 'shop-v5'),
    'old-logs': join(examples, 'shop-v2'),
    results: join(folder, 'results'),
  };
  const { engine, contents, catalog, close } = await openQueryLake(join(folder, '.sluice'), {
    s3Folders,
    folder,
  });
  const parts: string[] = [];
  try {
    const request: StatementRequest = {
      text,
      language: 'athena',
      engine,
      catalog,
      lint: false,
      ...(contents === undefined ? {} : { contents }),
    };
    for await (const outcome of runStatements(request)) {
      const answer =
        outcome.kind === 'query' ? { ...(await runQuery(outcome.request)), message: undefined } : outcome;
      const lines = answer.diagnostics.map((each) => formatDiagnostic(each, text));
      if (answer.message !== undefined) lines.push(answer.message);
      else {
        lines.push(`-- ${answer.rows.length} rows`, answer.columns.map((column) => column.name).join(' | '));
        lines.push(
          ...answer.rows.slice(0, shownRows).map((row) => row.map((cell) => cell ?? 'null').join(' | ')),
        );
      }
      parts.push(lines.join('\n'));
    }
  } catch (error) {
    if (error instanceof DiagnosticError)
      parts.push(error.diagnostics.map((each) => formatDiagnostic(each, error.text)).join('\n'));
    else if (error instanceof WorldError) parts.push(`${error.message} (${error.help ?? ''})`);
    else throw error;
  } finally {
    close();
  }
  return (
    parts
      .join('\n\n')
      // How well the rows are compressed depends on the order in which threads wrote them.
      .replaceAll(/"(bytes|athenaBytes|athenaCost)": [\d.e-]+/g, '"$1": <size>')
      .replaceAll(/about [\d.]+ k?B here/g, 'about <size> here')
      .replaceAll(folder, '<folder>')
      .replaceAll(/-[0-9a-f]{8}(?=\/|\.)/g, '-<id>')
      .replaceAll(/[^\S\n]+$/gm, '')
  );
}

describe('statements', () => {
  const files = existsSync(cases) ? readdirSync(cases).filter((name) => name.endsWith('.txt')) : [];

  test('has cases', () => expect(files.length).toBeGreaterThan(20));

  test.each(files)('%s', async (file) => {
    const path = join(cases, file);
    const [text = ''] = readFileSync(path, 'utf8').split(/^==> output$/m);
    const output = await outcomeOf(text.trimEnd(), file.replace('.txt', ''));
    await expect(`${text.trimEnd()}\n\n==> output\n${output}\n`).toMatchFileSnapshot(path);
  });
});
