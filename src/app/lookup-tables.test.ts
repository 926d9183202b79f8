import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DiagnosticError, formatDiagnostic } from '../base/index.js';
import { readLookupTables, readTable } from './lookup-tables.js';

const folder = mkdtempSync(join(tmpdir(), 'sluice-lookups-'));
afterAll(() => rmSync(folder, { recursive: true }));

const query = 'lookup ports port as dstPort OUTPUT service';

test('a workspace without lookup tables has none', async () => {
  expect(await readLookupTables(query, folder)).toEqual(new Map());
});

test('tables are called by their files, and read only for the commands that need them', async () => {
  mkdirSync(join(folder, 'lookups'));
  writeFileSync(
    join(folder, 'lookups/ports.csv'),
    '# known ports\nport,service\r\n22,"ssh, scp"\r\n443,https\r\n',
  );
  writeFileSync(join(folder, 'lookups/notes.txt'), 'no table');
  expect(await readLookupTables(query, folder)).toEqual(
    new Map([
      [
        'ports',
        {
          columns: ['port', 'service'],
          rows: [
            ['22', 'ssh, scp'],
            ['443', 'https'],
          ],
        },
      ],
    ]),
  );
  expect((await readLookupTables('stats count(*)', folder)).size).toBe(0);
});

test('every line that does not fit is named', () => {
  const refused = (text: string): string => {
    try {
      readTable(text, 'lookups/a.csv');
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return error.diagnostics.map((each) => formatDiagnostic(each, error.text)).join('\n');
    }
    throw new Error('it is no mistake');
  };
  expect(refused('')).toContain('The lookup table is empty.');
  expect(refused('a,,a\n1,2,3\n')).toContain('lookups/a.csv:1:3 bad-table: A column has no name.');
  expect(refused('a,,a\n1,2,3\n')).toContain('The column `a` stands twice in the first line.');
  expect(refused('a,b\n1,2\n1,2,3\n4\n')).toContain(
    'lookups/a.csv:3:1 bad-table: The line has 3 cells, and the number of columns that the first line names is 2.\n  3 | 1,2,3\n    | ^^^^^',
  );
  expect(refused('a,b\n1,2\n1,2,3\n4\n')).toContain('lookups/a.csv:4:1');
  expect(refused('a,b\n1,"2\n')).toContain('The quote that opens this cell is never closed.');
});
