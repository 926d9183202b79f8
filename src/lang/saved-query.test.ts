import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DiagnosticError, formatDiagnostic } from '../base/index.js';
import { compileInsights } from './insights/compile.js';
import { type Expansion, expandQuery, type SavedQuery } from './saved-query.js';

const savedQueries = new Map<string, SavedQuery>([
  [
    'Top',
    {
      text: "filter action = '{{action}}'\n| stats sum(bytes) as volume by {{key}}\n| limit {{count}}",
      parameters: [
        { name: 'action', defaultValue: 'ACCEPT' },
        { name: 'key' },
        { name: 'count', defaultValue: '10' },
      ],
    },
  ],
  ['broken/one', { text: 'fields a |\n filtre {{x}} = 1', parameters: [] }],
]);

const filled = (text: string, given: Expansion = {}): string =>
  expandQuery(text, 'insights', { savedQueries, ...given }).text;

function refused(text: string, given: Expansion = {}): string {
  const expanded = (): unknown => {
    const query = expandQuery(text, 'insights', { savedQueries, ...given });
    return query.within(() => compileInsights(query.text));
  };
  try {
    expanded();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map((each) => formatDiagnostic(each, error.text ?? text)).join('\n');
  }
  throw new Error('nothing is refused');
}

describe('placeholders', () => {
  test('are filled in, with blanks around the name or without', () => {
    const parameters = { port: '443', key: 'dstAddr' };
    expect(filled('filter dstPort = {{port}} | stats count(*) by {{ key }}', { parameters })).toBe(
      'filter dstPort = 443 | stats count(*) by dstAddr',
    );
  });

  test('in quotes take a value with quotes', () => {
    const parameters = { name: `it's "so" \\ so` };
    const text = filled('filter a = \'{{name}}\' and b = "{{name}}"', { parameters });
    expect(text).toBe(`filter a = 'it\\'s "so" \\\\ so' and b = "it's \\"so\\" \\\\ so"`);
    const sql = expandQuery("SELECT '{{name}}'", 'athena', { parameters: { name: "it's" } });
    expect(sql.text).toBe("SELECT 'it''s'");
  });

  test('a quoted value stays one text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const { text } = expandQuery("filter a = '{{name}}'", 'insights', { parameters: { name } });
        const { steps, canonical } = compileInsights(text);
        expect(steps).toHaveLength(1);
        expect(compileInsights(canonical).canonical).toBe(canonical);
      }),
      { numRuns: 50 },
    );
  });

  test('a text full of placeholders is filled in one pass', () => {
    const text = "'{{n}}' ".repeat(20_000);
    expect(filled(text, { parameters: { n: "'" } })).toBe("'\\'' ".repeat(20_000));
  });

  test('any text is expanded or refused with a place', () => {
    const piece = fc.constantFrom(
      '$Top',
      '(',
      ')',
      'key',
      '=',
      '"a"',
      "'",
      '{{',
      '}}',
      '{{count}}',
      ',',
      '#',
      '\\',
      ' ',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        try {
          filled(pieces.join(''), { parameters: { count: '7' } });
        } catch (error) {
          expect(error).toBeInstanceOf(DiagnosticError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('Athena SQL has them only when values are given', () => {
    expect(expandQuery("SELECT '{{name}}'", 'athena').text).toBe("SELECT '{{name}}'");
  });

  test('without a value are refused with their place', () => {
    expect(
      refused('fields a\n| limit {{count}}'),
    ).toBe(`query:2:9 missing-parameter: The parameter \`count\` has no value.
  2 | | limit {{count}}
    |         ^^^^^^^^^
  help: give it a value: --param count=…`);
  });

  test('a value without a placeholder is refused', () => {
    expect(refused('limit {{count}}', { parameters: { count: '1', cuont: '2' } })).toBe(
      'query: unknown-parameter: The query has no placeholder `{{cuont}}`.\n  help: its parameters are count',
    );
  });

  test('a mistake beside or in a value has its place in the query as it is written', () => {
    expect(refused('limit {{n}} | filtre a = 1', { parameters: { n: '10' } })).toContain(
      '  1 | limit {{n}} | filtre a = 1\n    |               ^^^^^^\n',
    );
    expect(refused('limit {{n}}', { parameters: { n: 'all' } })).toContain(
      '  1 | limit {{n}}\n    |       ^^^^^\n',
    );
  });
});

describe('a call of a saved query', () => {
  test('takes values and defaults', () => {
    expect(filled('$Top(key = "dstAddr", count=5) # the five')).toBe(
      "filter action = 'ACCEPT'\n| stats sum(bytes) as volume by dstAddr\n| limit 5",
    );
    expect(filled('$Top()', { parameters: { key: 'srcAddr' } })).toContain('by srcAddr');
  });

  test.each([
    ['$Tpo(key="a")', '`$Top`'],
    ['$Top(kye="a")', 'write `key`'],
    ['$Top()', 'The parameter `key` of `$Top` has no value.'],
    ['$Top(key="a"', 'unexpected symbol found end of query at line 1 and position 13'],
    ['$Top(key "a")', 'unexpected symbol found " at line 1 and position 10'],
    ['$Top(key=a)', 'write a quoted text or a number here'],
    ['$Top', 'call the saved query: $Top(parameter = "value")'],
    ['$Top(key="a") | limit 5', 'a call of a saved query is the whole query'],
  ])('%s is refused', (text, message) => expect(refused(text)).toContain(message));

  test('a mistake in the saved query is shown there', () => {
    expect(refused('$broken/one(x=1)')).toContain(
      '$broken/one:2:2 unknown-command: `filtre` is no command of Logs Insights.\n  2 |  filtre {{x}} = 1\n    |  ^^^^^^',
    );
  });
});

test('names and number of parameters have bounds', () => {
  const call = (...names: string[]): string => {
    const saved = { text: 'fields a', parameters: names.map((name) => ({ name, defaultValue: '' })) };
    return expandQuery('$Mine()', 'insights', { savedQueries: new Map([['Mine', saved]]) }).text;
  };
  expect(call('_a1', 'b')).toBe('fields a');
  expect(() => call('1a')).toThrow('`1a` is no name of a parameter');
  expect(() => call(...Array.from({ length: 21 }, (_, n) => `p${n}`))).toThrow(
    'at most 20 parameters, this one has 21',
  );
});
