import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fixture } from '../../../test/fixtures/egress-analysis.js';
import { readAnalysis } from '../analysis/index.js';
import { openAnalysis } from '../analyze.js';
import { groupsBy } from './groups.js';
import { readSums, sumOf, sumsFrom } from './sums.js';

const lake = mkdtempSync(join(tmpdir(), 'sluice-sums-'));
afterAll(() => rmSync(lake, { recursive: true, force: true }));

test('the engine and the list of needs come to the same sums', async () => {
  const paths = [join(import.meta.dirname, '..', '..', '..', 'examples', 'shop-v2')];
  const { session } = await openAnalysis({ paths, lake });
  try {
    const asked = await readSums(session);
    const { needs, needsTotal } = await readAnalysis(session);
    expect(needs).toHaveLength(needsTotal);
    const counted = sumsFrom(needs);
    const sorted = (rows: typeof asked.rows) => rows.map((row) => JSON.stringify(row)).sort();
    expect(sorted(asked.rows)).toEqual(sorted(counted.rows));
    expect(asked.addresses).toBe(counted.addresses);
    expect(asked.targets).toBe(counted.targets);
    expect(new Map(asked.addressesOf)).toEqual(new Map(counted.addressesOf));
    // A number of needs is a number of rows of `sluice outbound`.
    const rows = groupsBy('workload', needs);
    expect(rows.length).toBeLessThan(needs.length);
    expect(sumOf(asked, 'needs')).toBe(rows.length);
    expect(sumOf(asked, 'rejectedNeeds')).toBe(rows.filter((row) => row.rejected > 0).length);
  } finally {
    await session.close();
  }
});

test('what stays inside the VPC is told apart', () => {
  const sums = sumsFrom(fixture.needs);
  expect(sumOf(sums, 'needs')).toBe(groupsBy('workload', fixture.needs).length);
  expect(sumOf(sums, 'needs', (row) => !row.leaving)).toBe(2);
  expect(sumOf(sums, 'adminNeeds')).toBe(2);
});
