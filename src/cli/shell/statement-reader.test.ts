import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Entry, StatementReader } from './statement-reader.js';

function read(text: string, language: 'athena' | 'insights'): string[] {
  const reader = new StatementReader();
  const entries: Entry[] = text.split('\n').flatMap((line) => [...reader.push(line, language)]);
  const last = reader.end();
  return [...entries, ...(last === undefined ? [] : [last])].map(
    ({ kind, text: each, line }) => `${kind} ${line}: ${each.replaceAll('\n', '⏎')}`,
  );
}

test.each([
  ['SELECT 1;', ['query 0: SELECT 1']],
  ['SELECT\n1\n;', ['query 0: SELECT⏎1']],
  ['SELECT 1; SELECT 2;', ['query 0: SELECT 1', 'query 0:  SELECT 2']],
  ['SELECT \';\' -- ;\n, ";" /* ; */;', ['query 0: SELECT \';\' -- ;⏎, ";" /* ; */']],
  ["SELECT 'a\nb;c';", ["query 0: SELECT 'a⏎b;c'"]],
  ["SELECT 'it''s;';", ["query 0: SELECT 'it''s;'"]],
  ['\n\n.help\nSELECT 1', ['dot 2: .help', 'query 3: SELECT 1']],
  ['SELECT 1\n.5;', ['query 0: SELECT 1⏎.5']],
  ['-- only this;\n;', []],
  [';;', []],
])('Athena: %j', (text, expected) => expect(read(text, 'athena')).toEqual(expected));

test.each([
  ['limit 5;', ['query 0: limit 5']],
  ['fields a\n| limit 5\n\nlimit 1', ['query 0: fields a⏎| limit 5', 'query 3: limit 1']],
  ['filter a = "x;y"', ['query 0: filter a = "x;y"']],
  ['limit 5 ;  \n.quit', ['query 0: limit 5', 'dot 1: .quit']],
  [';\n\n', []],
])('Logs Insights: %j', (text, expected) => expect(read(text, 'insights')).toEqual(expected));

test('what is begun can be forgotten', () => {
  const reader = new StatementReader();
  expect([...reader.push('SELECT', 'athena')]).toEqual([]);
  expect(reader.pending).toBe('SELECT');
  reader.clear();
  expect([...reader.push('.help', 'athena')]).toMatchObject([{ kind: 'dot' }]);
});

test('no query is lost or cut, however it is spread over lines', () => {
  const piece = fc.constantFrom('SELECT', "'a;b'", '"c;"', '/* ; */', 'x', '\n', ' ');
  fc.assert(
    fc.property(fc.array(fc.array(piece, { minLength: 1 }), { maxLength: 5 }), (queries) => {
      const texts = queries.map((pieces) => `q ${pieces.join(' ')}`);
      const found = read(`${texts.join(';\n')};`, 'athena').map((each) =>
        each.replace(/^query \d+: /, '').trim(),
      );
      expect(found).toEqual(
        texts.map((text) =>
          text
            .replaceAll('\n', '⏎')
            .replace(/[ ⏎]+$/, '')
            .trim(),
        ),
      );
    }),
  );
});
