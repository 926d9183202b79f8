import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyze } from '../../src/app/analyze.js';
import {
  languagesOf,
  type OpenRelation,
  openRelation,
  type Question,
  queryOf,
  questionNamed,
  type RelationName,
  readyQuestions,
  relations,
} from '../../src/app/queries/index.js';
import { runQuery } from '../../src/app/query.js';
import { leavesVpc } from '../../src/app/report/index.js';
import { DiagnosticError } from '../../src/base/index.js';
import type { Language } from '../../src/lang/index.js';
import { handRecords } from '../query/sample.js';
import { measureOf, plain, settled, valuesFor } from './settled-rows.js';

const examples = join(import.meta.dirname, '..', '..', 'examples');
const scratch = mkdtempSync(join(tmpdir(), 'sluice-questions-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const ownAddress = { 'shop-v2': '10.32.21.145', 'shop-v5': '10.32.21.2' };

/** Whether an answer may well be empty on a sample: what it looks for is not in the sample's traffic. */
const quiet = new Set([
  'guide-admin-traffic',
  'guide-external-traffic',
  'guide-rejected',
  'peering-traffic',
  'database-egress',
  'unusual-protocols',
  'tcp-resets',
]);

describe.each(['shop-v2', 'shop-v5'] as const)('%s', (sample) => {
  const lake = join(scratch, sample);
  const request = {
    lake,
    paths: [join(examples, sample, 'AWSLogs')],
    inventory: [join(examples, sample, 'inventory')],
  };
  const opened = new Map<RelationName, OpenRelation>();

  beforeAll(async () => {
    for (const name of Object.keys(relations) as RelationName[]) {
      opened.set(name, await openRelation(name, request));
    }
  }, 120_000);
  afterAll(async () => {
    for (const each of opened.values()) await each.close();
    expect(existsSync(lake)).toBe(true);
  });

  async function ask(question: Question, language: Language) {
    const relation = opened.get(question.over);
    if (relation === undefined) throw new Error(`${question.over} is open`);
    const parameters = valuesFor(question, ownAddress[sample]);
    const query = queryOf({ question, language, parameters }, relation.contents);
    return runQuery({ ...query, ...relation.place });
  }

  test.each(readyQuestions.map((question) => [question.name, question] as const))(
    '%s gives the same rows in both languages',
    async (_, question) => {
      let answers: Awaited<ReturnType<typeof ask>>[];
      try {
        answers = await Promise.all(languagesOf(question).map((language) => ask(question, language)));
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        // The only thing that may be in the way: a field that the sample's format lacks.
        expect(error.diagnostics.map((each) => each.code)).toEqual(['field-not-logged']);
        return;
      }
      const [first, second] = answers;
      for (const answer of answers) {
        expect(answer.diagnostics.filter((each) => each.severity !== 'note')).toEqual([]);
        expect(answer.cutAt).toBeUndefined();
      }
      if (!quiet.has(question.name) && question.over !== 'unanswered')
        expect.soft(first?.rows.length, 'rows').toBeGreaterThan(0);
      if (first === undefined || second === undefined || question.differs !== undefined) return;
      expect(second.rows).toHaveLength(first.rows.length);
      expect(second.columns).toHaveLength(first.columns.length);
      const measure = measureOf(
        question,
        first.columns.map((each) => each.name),
      );
      const text = String(question.texts.athena);
      expect(plain(settled(second.rows, text, measure)).sort()).toEqual(
        plain(settled(first.rows, text, measure)).sort(),
      );
      if (measure >= 0) {
        expect(second.rows.map((row) => row[measure])).toEqual(first.rows.map((row) => row[measure]));
      }
    },
  );

  describe('the answers are those counted by hand over the lines of the files', () => {
    const lines = handRecords(sample);
    const byName = (name: string) => questionNamed(readyQuestions, name);

    function counted(records: typeof lines, ...keys: string[]): string[] {
      const counts = new Map<string, number>();
      for (const record of records) {
        const key = keys.map((each) => record[each]).join(' | ');
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      return [...counts].map(([key, count]) => `${key} | ${count}`).sort();
    }

    test('rejected-by-interface', async () => {
      const { rows } = await ask(byName('rejected-by-interface'), 'athena');
      const rejected = lines.filter((line) => line.action === 'REJECT');
      expect(rejected.length).toBeGreaterThan(100);
      expect(plain(rows.map((row) => [row[0] ?? null, row[3] ?? null])).sort()).toEqual(
        counted(rejected, 'interface-id'),
      );
    });

    test('coverage-by-interface', async () => {
      const { rows } = await ask(byName('coverage-by-interface'), 'insights');
      expect(plain(rows.map((row) => row.slice(0, 3))).sort()).toEqual(
        counted(lines, 'interface-id', 'log-status'),
      );
    });

    test('VpcFlowLogsTotalBytesTransferred', async () => {
      const sums = new Map<string, number>();
      for (const line of lines) {
        if (line['log-status'] !== 'OK') continue;
        const key = `${line.srcaddr} | ${line.dstaddr}`;
        sums.set(key, (sums.get(key) ?? 0) + Number(line.bytes));
      }
      const largest = [...sums.values()].sort((a, b) => b - a).slice(0, 50);
      const { rows } = await ask(byName('VpcFlowLogsTotalBytesTransferred'), 'athena');
      expect(rows.map((row) => row[2])).toEqual(largest);
      for (const [from, to, bytes] of rows) expect(sums.get(`${from} | ${to}`)).toBe(bytes);
    });

    test('what leaves by egress-by-source is what the analysis lists as leaving', async () => {
      const { rows } = await ask(byName('egress-by-source'), 'athena');
      const { analysis } = await analyze({ ...request, paths: [] });
      expect(analysis.needs.length).toBe(analysis.needsTotal);
      const sums = new Map<string, number>();
      for (const need of analysis.needs.filter((each) => leavesVpc(each) && each.rejected === 0)) {
        sums.set(need.sourceAddress, (sums.get(need.sourceAddress) ?? 0) + need.bytesOut);
      }
      const asked = new Map<string, number>();
      for (const row of rows) asked.set(String(row[1]), (asked.get(String(row[1])) ?? 0) + Number(row[4]));
      for (const [source, bytes] of sums) expect(asked.get(source) ?? 0).toBeGreaterThanOrEqual(bytes);
      const total = [...asked.values()].reduce((sum, bytes) => sum + bytes, 0);
      const leaving = analysis.needs.filter(leavesVpc);
      expect(total).toBeLessThanOrEqual(leaving.reduce((sum, need) => sum + need.bytesOut, 0));
      expect(asked.size).toBe(
        new Set(
          leaving.filter((each) => each.accepted + each.unanswered > 0).map((each) => each.sourceAddress),
        ).size,
      );
    });
  });
});
