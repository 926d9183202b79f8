import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keywordTable, lintTableText, reasonTable } from './page-tables.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/reference/replay.md'), 'utf8');

test.each([
  ['reasons', reasonTable()],
  ['findings', lintTableText()],
  ['keywords', keywordTable()],
])('the page lists the %s as they are', (_, table) => expect(page).toContain(table));
