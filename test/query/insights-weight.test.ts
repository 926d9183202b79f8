import { expect, test } from 'vitest';
import { explainQuery } from '../../src/app/query.js';
import { DiagnosticError } from '../../src/base/index.js';
import { duckdb, printPlan, trino } from '../../src/dialect/index.js';
import { repeats } from '../../src/lang/insights/weight.js';
import { build, type FunctionName, functions } from '../../src/plan/index.js';

const part = 'repeated_part';

/** How often the SQL of a function has a column that it is given, on the engine that writes it most often. */
function timesIn(name: FunctionName, count: number): number {
  const args = Array.from({ length: count }, (_, index) => build.col(`${part}${index}`));
  const value = build.call(name, ...args);
  const { plan } = build.scan('t').project({ value });
  const texts = [duckdb, trino].map((dialect) => {
    try {
      return printPlan(plan, dialect).text;
    } catch {
      // What an engine lacks, or wants written out, is refused and repeats nothing.
      return '';
    }
  });
  const times = texts.flatMap((text) => args.map((_, index) => text.split(`"${part}${index}"`).length - 1));
  return Math.max(...times);
}

const measured = Object.keys(repeats).filter((name): name is FunctionName => name in functions);

test.each(measured)('%s is repeated no more often than its weight', (name) => {
  const times = Math.max(...[1, 2, 3, 4].map((count) => timesIn(name, count)));
  expect(times).toBeGreaterThan(0);
  expect(times).toBeLessThanOrEqual(repeats[name] ?? 1);
});

const nested = (name: string, levels: number, more = ''): string =>
  `fields ${`${name}(`.repeat(levels)}bytes${`${more})`.repeat(levels)} as x | limit 1`;

test.each([
  ['decToHex', ''],
  ['greatest', ', packets'],
  ['dateceil', ', 5m'],
  ['isPublicIP', ''],
  ['sqrt', ''],
  ['substr', ', packets'],
])('%s inside of itself is refused before its SQL grows beyond bounds', (name, more) => {
  expect(explainQuery({ text: nested(name, 1, more), language: 'insights' }).sql.text.length).toBeLessThan(
    600_000,
  );
  expect(() => explainQuery({ text: nested(name, 60, more), language: 'insights' })).toThrow(DiagnosticError);
});

test('values that are made of each other by name count too', () => {
  const stages = Array.from(
    { length: 40 },
    (_, n) => `fields sqrt(${n === 0 ? 'bytes' : `f${n - 1}`}) as f${n}`,
  );
  expect(() => explainQuery({ text: stages.join(' | '), language: 'insights' })).toThrow(
    /too long a computation/,
  );
});

test('commands and lists have bounds', () => {
  const ask = (text: string) => () => explainQuery({ text, language: 'insights' });
  expect(ask(Array(201).fill('filter dstPort = 1').join(' | '))).toThrow(/at most 200 commands/);
  expect(ask(`sort ${Array(501).fill('dstPort').join(', ')}`)).toThrow(/at most 500 parts/);
  expect(ask(`filter dstPort in [${Array(501).fill('1').join(', ')}]`)().columns).toHaveLength(2);
});

test.each(['sqrt', 'ln', 'upper'])('%s of Athena SQL inside of itself is refused too', (name) => {
  const text = `SELECT ${`${name}(`.repeat(30)}${name === 'upper' ? 'srcaddr' : 'bytes'}${')'.repeat(30)} FROM t`;
  expect(() => explainQuery({ text, language: 'athena' })).toThrow(/too long a computation/);
});

test('a field that no event has is said once, however often it is named', () => {
  const text = `filter ${Array(3_000).fill('nothing = 1').join(' or ')}`;
  const { diagnostics } = explainQuery({ text, language: 'insights' });
  expect(diagnostics.filter((each) => each.code === 'unknown-field')).toHaveLength(1);
});
