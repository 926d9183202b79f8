import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainQuery, runQuery } from '../../src/app/query.js';
import { DiagnosticError } from '../../src/base/index.js';
import type { Language } from '../../src/lang/index.js';
import { lintQuery } from '../../src/lang/index.js';
import type { Engine } from '../../src/store/index.js';
import { emptyEngine } from './sample.js';
import { querySamples } from './samples.js';

let engine: Engine;
beforeAll(async () => {
  engine = await emptyEngine();
});
afterAll(() => engine.close());

/** A plan, or a refusal with a place inside the text; never anything else. */
function outcome(text: string, language: Language): 'plan' | 'refused' {
  try {
    explainQuery({ text, language });
    return 'plan';
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const { span, message } of error.diagnostics) {
      expect(message).not.toBe('');
      if (span === undefined) continue;
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
    return 'refused';
  }
}

/** More rounds with another seed: `SLUICE_FUZZ=10 npx vitest run test/query/properties.test.ts`. */
const factor = Number(process.env.SLUICE_FUZZ ?? 1);
const seed = factor === 1 ? 20260914 : Date.now();

const wordPattern = /[\w@.]+|'[^']*'|\s+|[^\s\w]/g;

describe.each(['insights', 'athena'] as const)('%s', (language) => {
  const samples = querySamples(language);
  const words = [
    ...new Set(samples.flatMap((text) => text.match(wordPattern) ?? []).filter((word) => word.trim() !== '')),
  ];

  test('there are samples', () => expect(samples.length).toBeGreaterThan(20));

  test.each(samples)('printing what was read gives a text that reads the same: %s', (text) => {
    const { canonical } = explainQuery({ text, language }).compiled;
    const again = explainQuery({ text: canonical, language });
    expect(again.compiled.canonical).toBe(canonical);
    expect(shape(again.compiled.plan)).toBe(shape(explainQuery({ text, language }).compiled.plan));
  });

  test('any text ends in a plan or a refusal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        outcome(text, language);
      }),
      { numRuns: 1_500 * factor, seed },
    );
  });

  test('any words of the language end in a plan or a refusal', () => {
    const text = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, (query) => {
        outcome(language === 'athena' ? `SELECT ${query}` : query, language);
      }),
      { numRuns: 3_000 * factor, seed },
    );
  });

  test('changed queries end in a plan that the engine binds, or in a refusal', async () => {
    const changed = fc.tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom('', ...words, ...words)), { minLength: 1, maxLength: 2 }),
    );
    let plans = 0;
    await fc.assert(
      fc.asyncProperty(changed, async ([sample, edits]) => {
        const parts = sample.match(wordPattern) ?? [];
        for (const [place, word] of edits) parts[place % parts.length] = word;
        const text = parts.join('');
        if (outcome(text, language) === 'refused') return;
        plans++;
        lintQuery(text, language);
        try {
          await runQuery({ text, language, engine, lint: false });
        } catch (error) {
          // Values and patterns may turn out wrong when it runs; a statement that does not bind is a mistake of ours.
          expect(error, text).toBeInstanceOf(DiagnosticError);
        }
      }),
      { numRuns: 1_500 * factor, seed },
    );
    expect(plans).toBeGreaterThan(50);
  });

  const chains: readonly (readonly [string, string])[] =
    language === 'athena'
      ? [
          ['parentheses', `SELECT ${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
          ['open parentheses', `SELECT ${'('.repeat(100_000)}`],
          ['minus signs', `SELECT ${'-'.repeat(1)} ${'- '.repeat(10_000)} 1`],
          ['NOT', `SELECT ${'NOT '.repeat(10_000)} TRUE`],
          ['AND', `SELECT * FROM t WHERE ${Array(5_000).fill('dstport = 1').join(' AND ')}`],
          ['sums', `SELECT ${Array(10_000).fill('1').join(' + ')}`],
          ['texts', `SELECT ${Array(5_000).fill("'a'").join(' || ')}`],
          ['CASE', `SELECT ${'CASE WHEN '.repeat(5_000)}`],
          ['subqueries', `SELECT * FROM ${'(SELECT * FROM '.repeat(5_000)}t`],
          ['unions', Array(2_000).fill('SELECT 1').join(' UNION ALL ')],
          ['joins', `SELECT 1 FROM t ${Array(3_000).fill('JOIN t ON TRUE').join(' ')}`],
          ['a list', `SELECT * FROM t WHERE dstport IN (${Array(20_000).fill('1').join(',')})`],
          ['comparisons', `SELECT ${Array(3_000).fill('1').join(' = ')}`],
          ['casts', `SELECT ${'CAST('.repeat(5_000)}`],
        ]
      : [
          ['parentheses', `filter ${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
          ['minus signs', `fields ${'- '.repeat(10_000)} 1`],
          ['not', `filter ${'not '.repeat(10_000)} 1`],
          ['and', `filter ${Array(900).fill('dstPort = 1').join(' and ')}`],
          ['sums', `fields ${Array(4_000).fill('1').join(' + ')}`],
          ['powers', `fields ${Array(4_000).fill('1').join(' ^ ')}`],
          ['calls', `fields ${'abs('.repeat(3_000)}`],
          ['stages', Array(1_000).fill('limit 5').join(' | ')],
          ['filters', Array(1_000).fill('filter dstPort = 1').join(' | ')],
          [
            'doubling',
            Array.from(
              { length: 60 },
              (_, n) => `fields ${n === 0 ? 'bytes' : `f${n - 1} + f${n - 1}`} as f${n}`,
            ).join(' | '),
          ],
        ];

  test.each(chains)('a long or deep text is answered: %s', async (_, text) => {
    if (outcome(text, language) === 'refused') return;
    try {
      await runQuery({ text, language, engine, lint: false });
    } catch (error) {
      expect(error).toBeInstanceOf(DiagnosticError);
    }
  });
});

/** A plan as text. Blanks are left out: an unnamed value is called by its text, and printing tidies that. */
function shape(plan: unknown): string {
  const text = JSON.stringify(plan, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return text.replaceAll(' ', '');
}
