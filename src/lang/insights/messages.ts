import { lineAndColumn, type Span } from '../../base/index.js';
import type { QueryText } from '../problem.js';

/** The wording of every refusal of this language; where AWS's own words are known, they are used. */
export const messages = {
  'unexpected-symbol': (p: { symbol: string; line: number; column: number }) =>
    `unexpected symbol found ${p.symbol} at line ${p.line} and position ${p.column}`,
  'unknown-command': (p: { word: string }) => `\`${p.word}\` is no command of Logs Insights.`,
  'not-supported': (p: { what: string }) => `${p.what} is not supported yet.`,
  'unknown-function': (p: { name: string }) => `\`${p.name}\` is no function of Logs Insights.`,
  'wrong-arguments': (p: { name: string; takes: string; given: number }) =>
    `\`${p.name}\` takes ${p.takes}, but ${p.given} ${p.given === 1 ? 'is' : 'are'} given.`,
  'aggregate-outside-stats': (p: { name: string }) =>
    `\`${p.name}\` works on many events and can stand only in \`stats\`.`,
  'no-aggregate': (p: { text: string }) =>
    `\`${p.text}\` is no aggregate: each value of \`stats\` counts or sums events.`,
  'already-defined': (p: { name: string }) => `Ephemeral field is already defined: ${p.name}`,
  'unknown-after-stats': (p: { name: string }) => `Unknown symbols found in or after stats: ${p.name}`,
  'mixed-condition': (p: { raw: string; output: string }) =>
    `One condition after \`stats\` mixes the raw field \`${p.raw}\` with its output \`${p.output}\`.`,
  'limit-too-large': (p: { limit: number; max: number }) =>
    `A query returns at most ${p.max} rows, but the limit is ${p.limit}.`,
  'not-a-number': (p: { text: string }) => `\`${p.text}\` is no whole number from 1.`,
  'misplaced-stage': (p: { stage: string; rule: string }) => `unexpected symbol found ${p.stage}: ${p.rule}`,
  'too-many-stats': (p: { max: number }) => `A query has at most ${p.max} \`stats\` commands.`,
  'unknown-period': (p: { unit: string }) => `\`${p.unit}\` is no unit of time.`,
  'period-needed': (p: { name: string }) => `\`${p.name}\` needs a period.`,
  'date-pattern': (p: { name: string; part: string }) =>
    `\`${p.part}\` in the pattern of \`${p.name}\` is not supported.`,
  'time-zone': (p: { name: string }) => `The zone of \`${p.name}\` is the quoted name of a time zone.`,
  'no-structure': (p: { text: string }) => `\`${p.text}\` has no parts: it is no map or list.`,
  'structure-place': (p: { name: string; place: string }) =>
    `\`${p.name}\` is a map or a list, which \`${p.place}\` does not take.`,
  'split-list': (p: { name: string }) =>
    `\`${p.name}\` was made by \`split\`, which \`unnest\` does not take.`,
  'bad-lags': (p: { text: string; max: number }) => `\`${p.text}\` is no range of lags from 1 to ${p.max}.`,
  'filter-index': () => 'An index answers only whether a field equals a value.',
  'cannot-compile': (p: { name: string }) => `Query cannot be compiled: \`${p.name}\` is made by the query.`,
  'too-many-values': (p: { key: string; most: number; given: number }) =>
    `\`${p.key}\` takes at most ${p.most} values, but ${p.given} are given.`,
  'diff-place': () => 'Diff compilation Failed : Diff operation has to be used after Pattern',
  'no-bins': () => '`fillmissing` fills the bins of one `bin(…)`, and there is none.',
  'histogram-place': () => '`histogram` can stand only after `by` in `stats`, as on AWS.',
  'mixed-groups': (p: { flow: string; other: string }) =>
    `One query cannot read \`${p.flow}\` and \`${p.other}\`: flow logs have columns of their own.`,
  'no-log-group': (p: { text: string }) => `No log group here is \`${p.text}\`.`,
  'nested-subquery': () => 'A subquery has no subquery of its own.',
  'subquery-fields': (p: { count: number }) =>
    `A subquery after \`in\` gives one field, and this one gives ${p.count}.`,
  'no-range': (p: { name: string }) => `\`${p.name}\` needs a time range, and the query has none.`,
  'no-table': (p: { name: string }) => `There is no lookup table \`${p.name}\`.`,
  'no-table-column': (p: { name: string }) => `The lookup table has no column \`${p.name}\`.`,
  'table-too-long': (p: { name: string; rows: number; max: number }) =>
    `\`cidrlookup\` takes a table of at most ${p.max} rows, and \`${p.name}\` has ${p.rows}.`,
  'second-join': () => 'A query has at most one `join`.',
  'parse-in-join': () => 'The subquery of a `join` has no `parse`.',
  'join-fields': (p: { left: string; right: string }) =>
    `A join compares a field of \`${p.left}\` with one of \`${p.right}\`.`,
  'no-such-output': (p: { name: string }) => `The subquery gives no \`${p.name}\`.`,
  'refused-command': (p: { word: string; reason: string }) =>
    `The command \`${p.word}\` is not supported: ${p.reason}.`,
  'number-too-large': (p: { text: string }) => `\`${p.text}\` is beyond what a number can hold.`,
  'bad-prefix': (p: { text: string }) => `\`${p.text}\` is no CIDR block.`,
  'prefix-literal': (p: { name: string }) => `The CIDR block of \`${p.name}\` is a quoted text.`,
  'glob-names': (p: { stars: number; names: number }) =>
    `The pattern has ${p.stars} \`*\`, but ${p.names} ${p.names === 1 ? 'name follows' : 'names follow'} \`as\`.`,
  'path-names': (p: { paths: number; names: number }) =>
    `${p.paths} ${p.paths === 1 ? 'path stands' : 'paths stand'} before \`as\`, but ${p.names} ${p.names === 1 ? 'name follows' : 'names follow'}.`,
  'xml-path': (p: { path: string }) =>
    `\`${p.path}\` is no path of names; axes, conditions and functions of XPath are not read.`,
  'regex-names': () => 'A regular expression of `parse` names its parts with `(?<name>…)`.',
  'bad-regex': (p: { reason: string }) => `The regular expression cannot be used: ${p.reason}.`,
  'empty-list': () => 'A list has at least one value.',
  'call-in-sort': (p: { text: string }) => `\`sort\` orders by fields, and \`${p.text}\` is an expression.`,
  'too-many-stages': (p: { max: number }) => `A query has at most ${p.max} commands.`,
  'too-many-listed': (p: { max: number }) => `A list has at most ${p.max} parts here.`,
  'too-heavy': () => 'The calls inside of each other come to too long a computation.',
  'empty-query': () => 'The query is empty.',
  'literal-needed': (p: { name: string; what: string }) => `\`${p.name}\` needs ${p.what} written out.`,
} as const;

type Messages = typeof messages;

/** Refuses a place in the query; code and wording come from the table. */
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

/** Refuses a symbol in AWS's words, with what would be accepted. */
export function unexpected(query: QueryText, symbol: string, span: Span, help?: string): never {
  const { line, column } = lineAndColumn(query.text, span.start);
  const shown = symbol === '' ? 'end of query' : printable(symbol);
  return refuse(query, 'unexpected-symbol', { symbol: shown, line, column }, span, help);
}

/** Control characters are written as their code points, so that a terminal shows them and is not steered by them. */
function printable(symbol: string): string {
  const cut = symbol.length > 40 ? `${symbol.slice(0, 40)}…` : symbol;
  return cut.replace(
    /\p{C}/gu,
    (char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}
