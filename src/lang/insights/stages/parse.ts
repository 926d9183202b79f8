import { build, type Expr } from '../../../plan/index.js';
import type { Cursor } from '../cursor.js';
import { refuse } from '../messages.js';
import type { Pipeline } from '../pipeline.js';
import { printExpression, printName, printNames, printString } from '../print.js';
import { checkRegex, namedGroups } from '../regex.js';
import { defineStage } from '../stage.js';
import type { Name, Stage } from '../syntax.js';
import { asText } from '../value.js';
import { warnOfFieldName } from './names.js';
import { defineFormat, readFormat, readXml } from './parse-formats.js';

type ParseStage = Extract<Stage, { kind: 'parse' }>;

export const parseStage = defineStage<ParseStage>({
  keyword: 'parse',
  observed:
    '`multi` needs named groups, though AWS shows it with names after `as`; AWS does not document `xml`.',
  unconfirmed:
    '`*` is as short as can be and may be empty; the last one runs to the end, over line breaks. An event without a match stays as one row. Of XPath only paths of names and an attribute at the end are read, and of entities the five of XML.',
  syntax:
    'parse [field] "text * text" as name [, …]  or  parse [field] /regex with (?<name>…)/ [multi]  or  parse [field] logfmt as name  or  parse [field] csv as name [, …]  or  parse [field] xml \'/path/of/names\' [, …] as name [, …]',
  doc: 'Cuts new fields out of a text; events that do not match stay without them.',
  example: 'parse @message "* * * * * *" as v, account, eni, src, dst, rest | stats count(*) as hits by dst',
  onRows: (stage) => stage.multi === true,
  parse: (cursor, start) => {
    const format = readFormat(cursor, start) ?? readXml(cursor, start);
    if (format !== undefined) return format;
    const field = cursor.token.kind === 'word' ? cursor.name('a field') : undefined;
    const { token } = cursor;
    if (token.kind === 'regex') return readRegex(cursor, start, field);
    if (token.kind !== 'string') {
      const what = `\`parse\` with \`${cursor.query.slice(token.span)}\``;
      if (token.kind === 'word') cursor.notSupported(what, token.span);
      return cursor.unexpected('write a pattern such as "from * to *"');
    }
    cursor.next();
    // One sample of AWS leaves `as` out.
    cursor.acceptWord('as');
    const names = cursor.list(() => cursor.name('a name for the part'));
    const stars = token.value.split('*').length - 1;
    if (stars !== names.length) {
      refuse(cursor.query, 'glob-names', { stars, names: names.length }, token.span, 'give each `*` a name');
    }
    return {
      kind: 'parse',
      field,
      pattern: { kind: 'glob', text: token.value, span: token.span },
      names,
      span: cursor.from(start),
    };
  },
  print: ({ field, pattern, names, multi, paths }) => {
    const from = field === undefined ? '' : `${printName(field.name)} `;
    if (pattern.kind === 'regex')
      return `parse ${from}${printExpression({ kind: 'regex', pattern: pattern.text, span: pattern.span })}${multi ? ' multi' : ''}`;
    if (pattern.kind === 'xml') {
      const texts = (paths ?? []).map((each) => printString(each.path));
      return `parse ${from}xml ${texts.join(', ')} as ${printNames(names)}`;
    }
    if (pattern.kind !== 'glob') return `parse ${from}${pattern.kind} as ${printNames(names)}`;
    return `parse ${from}${printExpression({ kind: 'string', value: pattern.text, span: pattern.span })} as ${printNames(names)}`;
  },
  apply: (stage, pipeline) => {
    const name = stage.field?.name ?? '@message';
    const value = pipeline.scope.resolve(name, stage.field?.span ?? stage.span);
    for (const made of stage.names) warnOfFieldName(made, pipeline);
    const subject = pipeline.materialize({ kind: 'text', expr: asText(value) }, 'parsed_text');
    if (stage.pattern.kind === 'logfmt' || stage.pattern.kind === 'csv' || stage.pattern.kind === 'xml') {
      defineFormat(stage, subject, pipeline);
      return;
    }
    const isGlob = stage.pattern.kind === 'glob';
    const pattern = isGlob
      ? globPattern(stage.pattern.text)
      : checkRegex(pipeline.text, stage.pattern.text, stage.pattern.span);
    const groups = isGlob
      ? stage.names.map((name, index) => ({ name, group: index + 1 }))
      : stage.names.map((name) => ({ name, group: groupOf(stage.pattern.text, name.name) }));
    if (stage.multi) extractAll(pipeline, subject, pattern, groups);
    else extract(pipeline, subject, pattern, groups);
  },
});

function readRegex(
  cursor: Cursor,
  start: { start: number; end: number },
  field: Name | undefined,
): ParseStage {
  const { token } = cursor;
  const text = token.kind === 'regex' ? token.pattern : '';
  cursor.next();
  // AWS documents `as` with `multi`, and refuses it (observed).
  if (cursor.isWord('as')) cursor.unexpected('name the parts in the pattern, with (?<name>…)');
  const multi = cursor.acceptWord('multi');
  const names = namedGroups(text).map(({ name }) => ({ name, span: token.span }));
  if (names.length === 0)
    refuse(cursor.query, 'regex-names', {}, token.span, 'write for example /port=(?<port>\\d+)/');
  return {
    kind: 'parse',
    field,
    pattern: { kind: 'regex', text, span: token.span },
    names,
    multi,
    span: cursor.from(start),
  };
}

function groupOf(pattern: string, name: string): number {
  return namedGroups(pattern).find((each) => each.name === name)?.group ?? 0;
}

function extract(
  pipeline: Pipeline,
  subject: Expr,
  pattern: string,
  groups: readonly { name: Name; group: number }[],
): void {
  const count = groups.reduce((most, each) => Math.max(most, each.group), 0);
  const found = build.call('regexpGroups', subject, build.lit(pattern), count);
  // One search finds all parts; each part is then taken out of what was found.
  const parts =
    groups.length > 1 ? pipeline.materialize({ kind: 'text', expr: found }, 'parsed_parts') : undefined;
  for (const { name, group } of groups) {
    const expr =
      parts === undefined
        ? build.call('regexpExtract', subject, build.lit(pattern), group)
        : build.call('groupOf', parts, group);
    pipeline.define(name.name, { kind: 'text', expr }, name.span);
  }
}

/** A row for each match; the row stays as one without the fields when there is none. */
function extractAll(
  pipeline: Pipeline,
  subject: Expr,
  pattern: string,
  groups: readonly { name: Name; group: number }[],
): void {
  const count = groups.reduce((most, each) => Math.max(most, each.group), 0);
  const match = pipeline.unnest(build.call('regexpMatches', subject, build.lit(pattern), count));
  for (const { name, group } of groups) {
    pipeline.define(name.name, { kind: 'text', expr: build.call('matchGroup', match, group) }, name.span);
  }
}

/**
 * A pattern with `*` as a regular expression: found anywhere, each `*` as short as can be; one at the start begins at
 * the start of the text, and one at the end runs to its end, over line breaks too.
 */
export function globPattern(glob: string): string {
  const parts = glob.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const body = parts
    .map((part, index) => {
      if (index === parts.length - 1) return part;
      const runsToEnd = index === parts.length - 2 && parts.at(-1) === '';
      return `${part}${runsToEnd ? '((?s:.*))' : '(.*?)'}`;
    })
    .join('');
  return `${glob.startsWith('*') ? '^' : ''}${body}${glob.endsWith('*') ? '$' : ''}`;
}
