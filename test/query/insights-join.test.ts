import { afterAll, beforeAll, expect, test } from 'vitest';
import { runQuery } from '../../src/app/query.js';
import { sql } from '../../src/dialect/index.js';
import type { Engine } from '../../src/store/index.js';
import { sampleEngine } from './sample.js';

let engine: Engine;
beforeAll(async () => {
  engine = await sampleEngine('shop-v2');
});
afterAll(() => engine.close());

const key = 'concat(srcAddr, dstAddr, srcPort, dstPort, protocol, bytes, packets, start)';
const text = `fields ${key} as k | join left=A right=B where A.k = B.k (SOURCE 'flow-logs' | stats count(*) as hits by ${key} as k) | stats count(*) as n`;

test('a join with more keys than the service takes ends with the reason', async () => {
  const { rows } = await runQuery({ text, language: 'insights', engine, lint: false });
  expect(Number(rows[0]?.[0])).toBeGreaterThan(41_000);
  await engine.execute(
    sql`INSERT INTO records SELECT * REPLACE (start + 1000000 AS start) FROM records WHERE dstport IS NOT NULL`,
  );
  await expect(runQuery({ text, language: 'insights', engine, lint: false })).rejects.toThrow(
    'The subquery of `join` has more than 50000 different keys; filter it further.',
  );
});
