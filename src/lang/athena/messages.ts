import type { Span } from '../../base/index.js';
import type { QueryText } from '../problem.js';

/** The wording of every refusal of this language; where Trino's own words are known, they are used. */
export const messages = {
  mismatched: (p: { symbol: string }) => `mismatched input '${printable(p.symbol)}'`,
  unclosed: (p: { what: string }) => `A ${p.what} begins here and does not end.`,
  'digit-name': () => 'identifiers must not start with a digit; surround the identifier with double quotes',
  'empty-name': () => 'Zero-length delimited identifier not allowed',
  'not-supported': (p: { what: string }) => `${p.what} is not supported yet.`,
  'reserved-word': (p: { word: string }) => `mismatched input '${p.word}': it is a reserved word`,
  'one-statement': () => 'Only one statement can be run at a time.',
  'outer-column': (p: { name: string }) =>
    `Reference to column '${p.name}' from outer scope not allowed in this context`,
  'column-not-found': (p: { name: string }) => `Column '${p.name.toLowerCase()}' cannot be resolved`,
  'table-not-found': (p: { name: string }) => `Table '${p.name}' does not exist`,
  'ambiguous-column': (p: { name: string }) => `Column '${p.name.toLowerCase()}' is ambiguous`,
  'function-not-found': (p: { name: string }) => `Function '${p.name}' not registered`,
  'function-arguments': (p: { name: string; given: string; expected: string }) =>
    `Unexpected parameters (${p.given}) for function ${p.name}. Expected: ${p.expected}`,
  'type-mismatch': (p: { operator: string; left: string; right: string }) =>
    `Cannot apply operator: ${p.left} ${p.operator} ${p.right}`,
  'wrong-condition': (p: { clause: string; given: string }) =>
    `${p.clause} clause must evaluate to a boolean: actual type ${p.given}`,
  'case-operand': (p: { operand: string; when: string }) =>
    `CASE operand type does not match WHEN clause operand type: ${p.operand} vs ${p.when}`,
  'between-types': (p: { value: string; low: string; high: string }) =>
    `Cannot check if ${p.value} is BETWEEN ${p.low} and ${p.high}`,
  'union-types': (p: { word: string; number: number; left: string; right: string }) =>
    `column ${p.number} in ${p.word} query has incompatible types: ${p.left}, ${p.right}`,
  'bad-subscript': (p: { base: string; index: string }) => `Cannot use ${p.index} for subscript of ${p.base}`,
  'cannot-negate': (p: { type: string }) => `Cannot negate ${p.type}`,
  'back-quotes': () => 'backquoted identifiers are not supported; use double quotes to quote identifiers',
  'bad-field': (p: { field: string }) => `Invalid EXTRACT field ${p.field}`,
  'operand-type': (p: { what: string; expected: string; given: string }) =>
    `${p.what} must evaluate to a ${p.expected} (actual: ${p.given})`,
  'cannot-cast': (p: { from: string; to: string }) => `Cannot cast ${p.from} to ${p.to}`,
  'duplicate-column': (p: { name: string }) => `Column '${p.name}' is declared twice`,
  'unknown-property': (p: { name: string; where: string }) => `\`${p.name}\` is no property of ${p.where}.`,
  'bad-property': (p: { name: string; value: string; accepted: string }) =>
    `The property \`${p.name}\` takes ${p.accepted}, not \`${p.value}\`.`,
  'missing-property': (p: { name: string; why: string }) =>
    `The property \`${p.name}\` is missing: ${p.why}.`,
  'unknown-type': (p: { name: string }) => `Unknown type: ${p.name}`,
  'branch-types': (p: { what: string; left: string; right: string }) =>
    `${p.what.startsWith('IN ') ? '' : 'All '}${p.what} must be the same type or coercible to a common type. Cannot find common type between ${p.left} and ${p.right}, all types (without duplicates): [${p.left}, ${p.right}]`,
  'not-grouped': (p: { text: string }) =>
    `'${p.text}' must be an aggregate expression or appear in GROUP BY clause`,
  'aggregate-place': (p: { clause: string; name: string }) =>
    `${p.clause === 'WHERE' || p.clause === 'GROUP BY' ? `${p.clause} clause` : p.clause} cannot contain aggregations, window functions or grouping operations: [${p.name}]`,
  'nested-aggregate': (p: { name: string; inner: string }) =>
    `Cannot nest aggregations inside aggregation '${p.name}': [${p.inner}]`,
  'bad-position': (p: { clause: string; position: string }) =>
    `${p.clause} position ${p.position} is not in select list`,
  'distinct-order': () => 'For SELECT DISTINCT, ORDER BY expressions must appear in select list',
  'union-columns': (p: { word: string; left: number; right: number }) =>
    `${p.word} query has different number of fields: ${p.left}, ${p.right}`,
  'subquery-columns': (p: { count: number }) =>
    `Multiple columns returned by subquery are not yet supported. Found ${p.count}`,
  'group-column': (p: { text: string }) => `GROUP BY expression must be a column reference: ${p.text}`,
  'grouping-argument': (p: { text: string }) =>
    `The arguments to GROUPING() must be expressions referenced by the GROUP BY at the associated query level. Mismatch due to ${p.text}.`,
  'too-many-sets': (p: { max: number }) => `GROUP BY has more than ${p.max} grouping sets`,
  'joined-rows': (p: { type: string; word: string }) =>
    `${p.type} JOIN involving ${p.word} is only supported with condition ON TRUE`,
  'lambda-place': () => 'A lambda function stands only among the arguments of a function that takes one.',
  'values-columns': (p: { expected: number; given: number }) =>
    `Values rows have mismatched sizes: ${p.expected} vs ${p.given}`,
  'ties-order': () => 'FETCH FIRST WITH TIES clause requires ORDER BY',
  'window-name': (p: { name: string }) => `Cannot resolve WINDOW name ${p.name}`,
  'window-parts': (p: { part: string }) =>
    `WINDOW specification with named WINDOW reference cannot specify ${p.part}`,
  'recursion-shape': (p: { problem: string }) => `WITH RECURSIVE: ${p.problem}`,
  'subquery-type': (p: { value: string; result: string }) =>
    `Value expression and result of subquery must be of the same type: ${p.value} vs ${p.result}`,
  'row-columns': (p: { expected: number; given: number }) =>
    `Value expression and result of subquery must be of the same type: ${p.expected} fields vs ${p.given}`,
  'function-refused': (p: { name: string; reason: string }) =>
    `The function ${p.name} is not carried out: ${p.reason}.`,
  'lambda-parameters': (p: { given: number; expected: number }) =>
    `Expected a lambda that takes ${p.expected} argument(s) but got ${p.given}`,
  'unknown-zone': (p: { text: string }) => `'${p.text}' is not a valid time zone`,
  'natural-join': () => 'Natural join not supported',
  'no-window': (p: { name: string }) => `Window function ${p.name} requires an OVER clause`,
  'window-order': (p: { name: string }) => `${p.name} function requires an ORDER BY window clause`,
  'window-frame': (p: { problem: string }) => `Window frame ${p.problem}`,
  'null-treatment': (p: { name: string }) => `Cannot specify null treatment clause for ${p.name} function`,
  'limit-too-large': (p: { max: number }) => `ORDER BY LIMIT > ${p.max} is not supported`,
  'bad-literal': (p: { text: string; type: string }) => `'${p.text}' is not a valid ${p.type} literal`,
  'bad-interval': (p: { words: string; text: string }) => `Invalid INTERVAL ${p.words} value: ${p.text}`,
  'bad-escape': (p: { problem: string }) => p.problem,
  'parameter-count': (p: { expected: number; given: number }) =>
    `Incorrect number of parameters: expected ${p.expected} but found ${p.given}`,
  'bad-path': (p: { problem: string }) => p.problem,
  'bad-prefix': (p: { text: string }) => `Invalid CIDR: ${p.text}`,
  'bad-regex': (p: { reason: string }) => `The regular expression cannot be used: ${p.reason}.`,
  'literal-needed': (p: { what: string }) => `${p.what} has to be written out as a literal.`,
  'duplicate-alias': (p: { name: string }) => `The table name '${p.name}' is used twice.`,
  'no-columns': () => 'SELECT * not allowed in queries without FROM clause',
  'column-aliases': (p: { given: number; has: number; name: string }) =>
    `Column alias list has ${p.given} entries but '${p.name}' has ${p.has} columns available`,
} as const;

type Messages = typeof messages;

/** Refuses a place in the statement; code and wording come from the table. */
export function refuse<Code extends keyof Messages>(
  query: QueryText,
  code: Code,
  params: Parameters<Messages[Code]> extends [infer P] ? P : Record<string, never>,
  span: Span,
  help?: string,
): never {
  const word: (p: never) => string = messages[code];
  return query.fail(code, word(params as never), span, help);
}

/** Control characters are written as their code points, so that a terminal shows them and is not steered by them. */
function printable(symbol: string): string {
  const cut = symbol.length > 40 ? `${symbol.slice(0, 40)}…` : symbol;
  const shown = cut.replace(
    /\p{C}/gu,
    (char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return shown === '' ? '<EOF>' : shown;
}
