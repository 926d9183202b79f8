import { afterAll, beforeAll, expect, test } from 'vitest';
import { runQuery } from '../../src/app/query.js';
import { sql } from '../../src/dialect/index.js';
import type { Language, QuerySource } from '../../src/lang/index.js';
import type { Engine } from '../../src/store/index.js';
import { sampleEngine } from './sample.js';

let engine: Engine;
beforeAll(async () => {
  engine = await sampleEngine('shop-v2');
  await engine.execute(sql`UPDATE records SET lake_region = 'eu-west-1', lake_account = '999900001111'
    WHERE dstport = 443`);
});
afterAll(() => engine.close());

const ask = async (text: string, language: Language = 'insights', source: Partial<QuerySource> = {}) => {
  const { rows, diagnostics } = await runQuery({ text, language, engine, source, lint: false });
  return { rows, codes: diagnostics.map((each) => each.code) };
};

test('a region that the format lacks is that of the path', async () => {
  const insights = await ask('filter dstPort in [443, 22] | stats count(*) > 0 as any by region');
  expect(insights).toEqual({
    rows: [
      ['eu-west-1', 1],
      [null, 1],
    ],
    codes: [],
  });
  const athena = 'SELECT region, "aws-region", count(*) > 0 FROM t WHERE dstport IN (443, 22) GROUP BY 1, 2';
  const { rows, codes } = await ask(`${athena} ORDER BY 1`, 'athena');
  expect(rows).toEqual([
    ['eu-west-1', 'eu-west-1', true],
    [null, null, true],
  ]);
  expect(codes).toEqual([]);
});

test('a region that the format has is the record’s own', async () => {
  const formats = [{ fields: ['region', 'dstport', 'start'] }];
  const { rows } = await ask('filter dstPort = 443 | stats count(*) > 0 as any by region', 'insights', {
    formats,
  });
  expect(rows).toEqual([['-', 1]]);
});

test('the account of a partition is that of the path, else of the record', async () => {
  const text =
    'SELECT DISTINCT accid, "aws-account-id", account_id FROM t WHERE dstport IN (443, 22) ORDER BY 1';
  const { rows } = await ask(text, 'athena');
  expect(rows).toEqual([
    ['210987654321', '210987654321', '210987654321'],
    ['999900001111', '999900001111', '210987654321'],
  ]);
});

test('@log and @aws.account name the account of the path', async () => {
  const { rows } = await ask(
    'filter dstPort in [443, 22] | stats count(*) > 0 as any by @log, @aws.account, @aws.region | sort @log',
  );
  expect(rows).toEqual([
    ['210987654321:flow-logs', '210987654321', null, 1],
    ['999900001111:flow-logs', '999900001111', 'eu-west-1', 1],
  ]);
});
