import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { columnNames, ledgerChecks, ledgerColumns, proposalReasons } from '../../src/policy/index.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/reference/ledger.md'), 'utf8');

test('the page on the ledger lists its columns as they are', () => {
  const rows = columnNames.map((name) => `| \`${name}\` | ${ledgerColumns[name].doc} |`);
  expect(page).toContain(['| Column | What it says |', '| --- | --- |', ...rows].join('\n'));
});

test('and the checks and the reasons of proposals', () => {
  const checks = Object.entries(ledgerChecks).map(([kind, { doc }]) => `| \`${kind}\` | ${doc} |`);
  expect(page).toContain(['| Finding | When |', '| --- | --- |', ...checks].join('\n'));
  const reasons = Object.entries(proposalReasons).map(
    ([code, { answer, doc }]) => `| \`${code}\` | ${answer} | ${doc} |`,
  );
  expect(page).toContain(['| Reason | Answer | When |', '| --- | --- | --- |', ...reasons].join('\n'));
});
