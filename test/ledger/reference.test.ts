import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { columnNames, ledgerColumns } from '../../src/policy/index.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/reference/ledger.md'), 'utf8');

test('the page on the ledger lists its columns as they are', () => {
  const rows = columnNames.map((name) => `| \`${name}\` | ${ledgerColumns[name].doc} |`);
  expect(page).toContain(['| Column | What it says |', '| --- | --- |', ...rows].join('\n'));
});
