import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runQuery } from '../../src/app/query.js';
import { Engine } from '../../src/store/index.js';
import {
  answerFiles,
  type Block,
  blocksOf,
  failure,
  isSame,
  lineOf,
  ownText,
  queryOver,
} from '../trino/answers.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 });
});
afterAll(() => engine.close());

async function answered(block: Block, rows: Block['rows']): Promise<string[][]> {
  const text = queryOver(block, rows);
  const answer = await runQuery({ text, language: 'athena', engine, lint: false });
  return answer.rows.map((row) => row.map((cell, index) => ownText(cell, answer.columns[index]?.type ?? '')));
}

test('there are answers', () => expect(answerFiles.length).toBeGreaterThan(5));

describe.each(answerFiles)('the embedded engine answers as Trino did: %s', (file) => {
  const blocks = blocksOf(file);
  test('there are blocks', () => expect(blocks.length).toBeGreaterThan(3));

  test.each(blocks.map((block) => [block.expression, block] as const))('%s', async (_, block) => {
    const failing = block.rows.filter((row) => row.answer === failure);
    const others = block.rows.filter((row) => row.answer !== failure);
    for (const row of failing) await expect(answered(block, [row]), row.values).rejects.toThrow();
    if (others.length === 0) return;
    const rows = await answered(block, others);
    const lines = block.columns.length === 0 ? [lineOf(rows)] : rows.map((row) => lineOf([row]));
    expect(lines.length).toBe(others.length);
    for (const [index, line] of lines.entries()) {
      const { values, answer } = others[index] ?? { values: '', answer: '' };
      if (!isSame(line, answer)) expect(`${values} => ${line}`).toBe(`${values} => ${answer}`);
    }
  });
});
