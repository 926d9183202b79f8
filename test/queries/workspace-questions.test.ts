import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findQuestions, languagesOf, questionNamed } from '../../src/app/queries/index.js';
import { readQuestionFile } from '../../src/app/queries/read-file.js';
import { DiagnosticError, formatDiagnostic } from '../../src/base/index.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-questions-'));
  writeFileSync(join(folder, 'sluice.yaml'), '');
  mkdirSync(join(folder, 'queries'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(file: string, text: string): void {
  writeFileSync(join(folder, 'queries', file), text);
}

const sql = `-- title: Who uses the old proxy
-- doc: By source.
-- over: openings
-- fields: tcp-flags, az-id
-- param proxy address = 10.32.4.10: Address of the proxy.
-- param most integer: Most rows.
SELECT srcaddr FROM openings WHERE dstaddr = '{{proxy}}' LIMIT {{most}}
`;
const insights = sql
  .replaceAll('--', '#')
  .replace(/SELECT.*/, "filter dstAddr = '{{proxy}}' | limit {{most}}");

test('a file with its header is a question', async () => {
  put('old-proxy.sql', sql);
  put('README.md', 'What these are.');
  const { questions, faults } = await findQuestions(folder);
  const found = questionNamed(questions, 'old-proxy');
  expect(faults).toEqual([]);
  expect(found).toMatchObject({
    title: 'Who uses the old proxy',
    doc: 'By source.',
    group: 'workspace',
    over: 'openings',
    fields: ['tcp-flags', 'az-id'],
    parameters: [
      { name: 'proxy', type: 'address', default: '10.32.4.10', doc: 'Address of the proxy.' },
      { name: 'most', type: 'integer', doc: 'Most rows.' },
    ],
  });
  expect(languagesOf(found)).toEqual(['athena']);
});

test('two files of one name are one question in both languages', async () => {
  put('old-proxy.sql', sql);
  put('old-proxy.insights', insights);
  const { questions, faults } = await findQuestions(folder);
  expect(faults).toEqual([]);
  expect(languagesOf(questionNamed(questions, 'old-proxy'))).toEqual(['athena', 'insights']);
});

test('the header of one must be that of the other', async () => {
  put('old-proxy.sql', sql);
  put('old-proxy.insights', insights.replace('over: openings', 'over: egress'));
  const { faults } = await findQuestions(folder);
  expect(faults.map((each) => each.error.diagnostics[0]?.code)).toEqual(['question-header']);
});

test.each([
  ['bad name.sql', 'SELECT 1', 'question-name'],
  ['top-talkers.sql', 'SELECT 1', 'question-name'],
  ['Top-Talkers.insights', 'limit 1', 'question-name'],
  ['report.csv', 'a,b', 'question-file'],
])('%s is no question', async (file, text, code) => {
  put(file, text);
  put('good.sql', 'SELECT 1');
  const { questions, faults } = await findQuestions(folder);
  expect(faults.map((each) => each.error.diagnostics[0]?.code)).toEqual([code]);
  expect(questionNamed(questions, 'good').title).toBe('good');
});

test('without a folder of its own a workspace has the ready ones, and so has no workspace', async () => {
  rmSync(join(folder, 'queries'), { recursive: true });
  const count = (await findQuestions(folder)).questions.length;
  expect(count).toBeGreaterThan(50);
  rmSync(join(folder, 'sluice.yaml'));
  expect((await findQuestions(folder)).questions).toHaveLength(count);
});

describe('mistakes have their place and their cure', () => {
  function faultsOf(text: string): string {
    try {
      readQuestionFile(text, 'athena', 'queries/a.sql');
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return error.diagnostics.map((each) => formatDiagnostic(each, error.text)).join('\n');
    }
    return 'none';
  }

  test.each([
    ['-- over: needs\nSELECT 1', 'queries/a.sql:1:4 question-over', 'openings'],
    ['\n-- param since tim\nSELECT {{since}}', 'queries/a.sql:2:4 question-parameter', 'write `time`'],
    ['-- param since\nSELECT 1', 'queries/a.sql:1:4 question-parameter', 'param since time'],
    ['-- param n integer = x: N.\nSELECT {{n}}', 'queries/a.sql:1:4 question-parameter', 'whole number'],
    ['-- param n integer: N.\nSELECT 1', 'queries/a.sql:1:4 question-parameter', 'Nothing uses'],
    ['-- param n integer: N.\n-- param n integer: N.\nSELECT {{n}}', 'queries/a.sql:2:4', 'twice'],
    ['-- title: A\nSELECT\n  {{ m }}', 'queries/a.sql:3:3 question-place', 'param m text'],
    ['-- titel: A\nSELECT 1', 'queries/a.sql:1:4 question-header', 'write `title`'],
  ])('%j', (text, place, cure) => {
    expect(faultsOf(text)).toContain(place);
    expect(faultsOf(text)).toContain(cure);
  });

  test.each([
    '-- Note: this is a comment\nSELECT 1',
    '-- written by hand\n\nSELECT 1',
    'SELECT 1 -- title: no header',
  ])('none in %j', (text) => expect(faultsOf(text)).toBe('none'));
});
