import type { Span } from '../../../base/index.js';
import { build, type Expr } from '../../../plan/index.js';
import type { Cursor } from '../cursor.js';
import { structureValue } from '../functions/structure.js';
import type { Token } from '../lexer.js';
import { refuse } from '../messages.js';
import type { Pipeline } from '../pipeline.js';
import type { Stage } from '../syntax.js';
import type { Value } from '../value.js';

type ParseStage = Extract<Stage, { kind: 'parse' }>;

/** `logfmt` and `csv`, with the field before them or `@message`. */
export function readFormat(cursor: Cursor, start: Span): ParseStage | undefined {
  const isFormat = (token: Token) =>
    token.kind === 'word' && !token.quoted && /^(logfmt|csv)$/i.test(token.text);
  const next = cursor.peek(1);
  const first = isFormat(cursor.token) && next.kind === 'word' && next.text.toLowerCase() === 'as';
  if (!first && !isFormat(next)) return undefined;
  const field = first ? undefined : cursor.name('a field');
  const { token } = cursor;
  const kind = cursor.acceptWord('logfmt') ? 'logfmt' : 'csv';
  if (kind === 'csv') cursor.next();
  if (!cursor.acceptWord('as')) cursor.unexpected('write `as` and the new name here');
  const names =
    kind === 'csv'
      ? cursor.list(() => cursor.name('a name for the column'))
      : [cursor.name('a name for the pairs')];
  const pattern = { kind, text: '', span: token.span } as const;
  return { kind: 'parse', field, pattern, names, span: cursor.from(start) };
}

/** Paths that are read: names from the root on, and an attribute at the end. */
const xmlPath = /^(\/[\p{L}_][\p{L}\p{N}_.:-]*)+(\/@[\p{L}_][\p{L}\p{N}_.:-]*)?$/u;

/** `xml '/event/level' as level` (observed on AWS; not documented). */
export function readXml(cursor: Cursor, start: Span): ParseStage | undefined {
  const isXml = (token: Token) => token.kind === 'word' && !token.quoted && /^xml$/i.test(token.text);
  const first = isXml(cursor.token) && cursor.peek(1).kind === 'string';
  if (!first && !(isXml(cursor.peek(1)) && cursor.peek(2).kind === 'string')) return undefined;
  const field = first ? undefined : cursor.name('a field');
  const { span } = cursor.next();
  const paths = cursor.list(() => {
    const { token } = cursor;
    if (token.kind !== 'string') return cursor.unexpected('write a quoted path here');
    if (!xmlPath.test(token.value)) {
      const help = "write the names from the root on, such as '/event/level' or '/event/@id'";
      return refuse(cursor.query, 'xml-path', { path: token.value }, token.span, help);
    }
    cursor.next();
    return { path: token.value };
  });
  if (!cursor.acceptWord('as')) cursor.unexpected('write `as` and a name for each path');
  const names = cursor.list(() => cursor.name('a name for the value'));
  if (names.length !== paths.length) {
    const params = { paths: paths.length, names: names.length };
    refuse(cursor.query, 'path-names', params, cursor.from(span), 'give each path a name');
  }
  return {
    kind: 'parse',
    field,
    pattern: { kind: 'xml', text: '', span },
    names,
    paths,
    span: cursor.from(start),
  };
}

export function defineFormat(stage: ParseStage, subject: Expr, pipeline: Pipeline): void {
  for (const [index, { name, span }] of stage.names.entries()) {
    const path = stage.paths?.[index]?.path;
    const text = (expr: Expr): Value => ({ kind: 'text', expr });
    const value =
      path !== undefined
        ? text(build.call('xmlAt', subject, build.lit(path)))
        : stage.pattern.kind === 'csv'
          ? text(build.call('csvField', subject, index + 1))
          : structureValue(build.call('logfmtStructure', subject));
    pipeline.define(name, value, span);
  }
}
