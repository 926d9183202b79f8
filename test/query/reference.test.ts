import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lints } from '../../src/lang/lint/lints.js';

const path = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'query.md');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
/** The tables of the page follow from the tables of the code; `vitest -u` writes them. */
const sections: Record<string, () => string> = {
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
