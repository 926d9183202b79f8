import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HiveSQL, TrinoSQL } from 'dt-sql-parser';
import { describe, expect, test } from 'vitest';
import { refusedStatements, statements } from '../../src/lang/athena/statements/index.js';

const path = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'athena-statements.md');

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

test('the page on statements lists what there is; -u writes it again', async () => {
  const read = statements.map((each) => [code(each.syntax), each.doc, code(each.example)]);
  const refused = Object.entries(refusedStatements).map(([word, reason]) => [
    code(word.toUpperCase()),
    reason,
  ]);
  const built = `${table(['Statement', 'Meaning', 'Example'], read)}\n\n${table(['Refused', 'Because'], refused)}`;
  const page = readFileSync(path, 'utf8');
  const pattern = /(<!-- statements -->\n)[\s\S]*?(<!-- end -->)/;
  expect(page).toMatch(pattern);
  const whole = page.replace(pattern, (_, open: string, close: string) => `${open}${built}\n${close}`);
  await expect(whole).toMatchFileSnapshot(path);
});

describe('the grammars of Trino and Hive', () => {
  const grammars = { trino: new TrinoSQL(), hive: new HiveSQL() };
  /** Athena's own; no other engine has them. */
  const athenaOnly = new Set(['UNLOAD', 'SHOW VIEWS', 'SHOW TBLPROPERTIES', 'SHOW CREATE VIEW']);

  test.each(statements.filter((each) => !athenaOnly.has(each.name)))(
    'accept the example of $name',
    ({ quoting, example }) => {
      expect(grammars[quoting].validate(example).map(({ message }) => message)).toEqual([]);
    },
  );
});
