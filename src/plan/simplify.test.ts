import fc from 'fast-check';
import { expect, test } from 'vitest';
import { build, type Expr, simplifyCondition } from './index.js';

const { agg, call, cases, coalesce, col, inList, lit, not } = build;

/** What a condition is for one row, in SQL's three values; only what the rewriting meets. */
function evaluate(expr: Expr, row: Readonly<Record<string, string | null>>): string | boolean | null {
  switch (expr.kind) {
    case 'column':
      return row[expr.name] ?? null;
    case 'literal':
      return typeof expr.value === 'string' || typeof expr.value === 'boolean' ? expr.value : null;
    case 'in': {
      const value = evaluate(expr.expr, row);
      return value === null ? null : expr.list.some((each) => evaluate(each, row) === value);
    }
    case 'call':
      return evaluateCall(expr, row);
    default:
      throw new Error(`not met here: ${expr.kind}`);
  }
}

function evaluateCall(
  expr: Extract<Expr, { kind: 'call' }>,
  row: Readonly<Record<string, string | null>>,
): string | boolean | null {
  const args = expr.args.map((arg) => evaluate(arg, row));
  const [a, b] = args;
  switch (expr.func) {
    case 'coalesce':
      return args.find((arg) => arg !== null) ?? null;
    case 'isNull':
      return a === null;
    case 'same':
      return a === b;
    case 'not':
      return a === null ? null : a !== true;
    case 'and':
      return args.includes(false) ? false : args.includes(null) ? null : true;
    case 'or':
      return args.includes(true) ? true : args.includes(null) ? null : false;
    default: {
      if (typeof a !== 'string' || typeof b !== 'string') return null;
      const pattern = new RegExp(
        `^${b.replaceAll('.', '\\.').replaceAll('%', '.*').replaceAll('_', '.')}$`,
        's',
      );
      const tests: Partial<Record<string, boolean>> = {
        eq: a === b,
        ne: a !== b,
        startsWith: a.startsWith(b),
        contains: a.includes(b),
        like: pattern.test(a),
      };
      return tests[expr.func] ?? null;
    }
  }
}

const texts = fc.constantFrom('-', '', '%', '_', '-%', '10.', '10.%', 'a', '%-', '%%_', 'ab');
const subject = fc.constantFrom(
  coalesce(col('x'), lit('-')),
  coalesce(col('x'), col('y'), lit('-')),
  col('x'),
);
const leaf = fc.oneof(
  fc
    .tuple(fc.constantFrom('eq', 'ne', 'startsWith', 'contains', 'like'), subject, texts)
    .map(([func, on, text]) => call(func, on, lit(text))),
  fc.tuple(subject, fc.array(texts, { minLength: 1, maxLength: 3 })).map(([on, list]) => inList(on, list)),
);
const anyTest = fc.oneof(
  leaf,
  leaf.map(not),
  leaf.map((each) => coalesce(each, false)),
);
const condition = fc.oneof(
  anyTest,
  fc
    .tuple(fc.constantFrom('and', 'or'), fc.array(anyTest, { minLength: 2, maxLength: 3 }))
    .map(([func, args]) => call(func, ...args)),
);
const value = fc.constantFrom(null, '-', '', '10.1', 'a', 'ab', 'x-');

test('a rewritten condition holds for the same rows', () => {
  fc.assert(
    fc.property(condition, value, value, (where, x, y) => {
      const row = { x, y };
      expect(evaluate(simplifyCondition(where), row) === true).toBe(evaluate(where, row) === true);
    }),
    { numRuns: 5_000 },
  );
});

test('a comparison with a text is left to the bare column, which has statistics', () => {
  const shown = coalesce(col('interface_id'), lit('-'));
  expect(simplifyCondition(call('eq', shown, lit('eni-1')))).toEqual(
    call('eq', col('interface_id'), lit('eni-1')),
  );
  expect(simplifyCondition(not(call('like', shown, lit('10.32%'))))).toEqual(
    not(call('same', call('like', col('interface_id'), lit('10.32%')), lit(true))),
  );
});

test('a condition inside of a value or of an aggregate is left to the bare column too', () => {
  const shown = coalesce(col('srcaddr'), lit('-'));
  const bare = call('contains', col('srcaddr'), lit(':'));
  const test = call('contains', shown, lit(':'));
  expect(cases([[test, lit('IPv6')]], lit('IPv4'))).toEqual(cases([[bare, lit('IPv6')]], lit('IPv4')));
  expect(agg('sum', [col('bytes')], test)).toEqual(agg('sum', [col('bytes')], bare));
  expect(agg('countIf', [test])).toEqual(agg('countIf', [bare]));
});
