import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { laterFunctions as laterSql, sqlFunctions } from '../../src/lang/athena/functions/index.js';
import { lints } from '../../src/lang/lint/lints.js';

const path = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'query.md');

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${cell(text)}\``;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const later = (names: readonly string[]): string =>
  `Not supported yet, and refused with these words: ${[...new Set(names)].map(code).join(', ')}.`;

/** The tables of the page follow from the tables of the code; `vitest -u` writes them. */
const sections: Record<string, () => string> = {
  'athena functions': () =>
    [
      table(
        ['Function', 'Value'],
        sqlFunctions.map((each) => {
          const params = each.params.map((param, index) =>
            index >= (each.least ?? each.params.length) ? `[${param}]` : param,
          );
          const signature = `${each.name}(${params.join(', ')}${each.rest ? ', …' : ''})`;
          return [[signature, ...(each.aliases ?? [])].map(code).join(', '), each.doc];
        }),
      ),
      later(laterSql),
    ].join('\n\n'),
  lints: () =>
    table(
      ['Code', 'Defect', 'In'],
      lints.map((each) => [
        each.code,
        `${each.title.charAt(0).toUpperCase()}${each.title.slice(1)}`,
        each.only === undefined
          ? 'both languages'
          : `${each.only.language === 'athena' ? 'Athena' : 'Logs Insights'} only: ${each.only.because}`,
      ]),
    ),
};

test('the page on queries lists what there is', async () => {
  let page = readFileSync(path, 'utf8');
  for (const [name, build] of Object.entries(sections)) {
    const pattern = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
    expect(page).toMatch(pattern);
    page = page.replace(pattern, (_, open: string, close: string) => `${open}${build()}\n${close}`);
  }
  await expect(page).toMatchFileSnapshot(path);
});
