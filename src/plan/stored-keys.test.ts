import { expect, test } from 'vitest';
import { build, groupedByStored, type Plan } from './index.js';

const { agg, coalesce, col, desc, gt, keep, lit, scan } = build;

const texts = { table: 'records', columns: new Set(['action', 'srcaddr']), placeholder: '-' };
const shown = (name: string) => coalesce(col(name), lit('-'));
const records = scan('records').filter(gt(col('bytes'), 0));
const lightened = (plan: Plan): Plan => groupedByStored(plan, texts);

test('rows are grouped by the stored text, which is shown afterwards', () => {
  const wanted = records
    .aggregate({ kind: col('action'), dstport: true }, { n: agg('count') })
    .project({ kind: shown('kind'), ...keep('dstport', 'n') })
    .sort(desc(col('n')))
    .limit(10);
  const given = records
    .aggregate({ kind: shown('action'), dstport: true }, { n: agg('count') })
    .sort(desc(col('n')))
    .limit(10);
  expect(lightened(given.plan)).toEqual(wanted.plan);
});

const made = records.project({ action: shown('action') });
const one = records.aggregate({ action: shown('action') }, { n: agg('count') }).plan;

test.each<[string, Plan]>([
  ['a column that a query made', made.aggregate({ action: shown('action') }, { n: agg('count') }).plan],
  ['another table', scan('other').aggregate({ action: shown('action') }, { n: agg('count') }).plan],
  ['a column that may hold the placeholder', records.aggregate({ line: shown('line') }, {}).plan],
  ['another placeholder', records.aggregate({ action: coalesce(col('action'), lit('none')) }, {}).plan],
  // A key that is left out of a grouping is null there, which a placeholder would hide.
  ['several groupings', one.kind === 'aggregate' ? { ...one, sets: [[0], []] } : one],
])('%s is grouped as it is shown', (_, plan) => {
  expect(lightened(plan)).toEqual(plan);
});
