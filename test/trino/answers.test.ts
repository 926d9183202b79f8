import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Sql } from '../../src/dialect/index.js';
import { TrinoEngine, TrinoQueryError } from '../../src/store/index.js';
import {
  answerFiles,
  type Block,
  blocksOf,
  failure,
  folder,
  lineOf,
  printBlocks,
  queryOver,
  textOf,
} from './answers.js';
import { server } from './server.js';

/** `vitest -u` writes what Trino answers; the embedded engine is compared with the files wherever there is no Trino. */
describe.skipIf(server === undefined)('Trino answers as it did', () => {
  const memory = new TrinoEngine({
    server: server ?? 'http://localhost',
    catalog: 'memory',
    schema: 'default',
  });

  async function answered(block: Block, rows: Block['rows']): Promise<string[][] | undefined> {
    try {
      const answer = await memory.query(Sql.fromParts(queryOver(block, rows), []));
      return answer.rows.map((row) =>
        row.map((cell, index) => textOf(cell, answer.columns[index]?.type ?? '')),
      );
    } catch (error) {
      if (error instanceof TrinoQueryError) return undefined;
      throw error;
    }
  }

  /** Rows are asked together, and one by one when one of them fails. */
  async function answeredAgain(block: Block): Promise<Block> {
    if (block.columns.length === 0) {
      const rows = await answered(block, block.rows);
      return { ...block, rows: [{ values: '', answer: rows === undefined ? failure : lineOf(rows) }] };
    }
    const whole = block.rows.some((row) => row.answer === failure)
      ? undefined
      : await answered(block, block.rows);
    const rows = [];
    for (const [index, row] of block.rows.entries()) {
      const own = whole?.[index] ?? (await answered(block, [row]))?.[0];
      rows.push({ ...row, answer: own === undefined ? failure : lineOf([own]) });
    }
    return { ...block, rows };
  }

  // Hundreds of queries, one after the other.
  test.each(answerFiles)('%s', { timeout: 600_000 }, async (file) => {
    const blocks: Block[] = [];
    for (const block of blocksOf(file)) blocks.push(await answeredAgain(block));
    await expect(printBlocks(blocks)).toMatchFileSnapshot(join(folder, file));
  });
});
