import { limits, type Span } from '../../../base/index.js';
import type { Cursor } from '../cursor.js';
import { refuse } from '../messages.js';
import { periodOf } from '../periods.js';
import type { Pipeline } from '../pipeline.js';
import { printString } from '../print.js';
import { defineStage } from '../stage.js';
import type { Moment, SourceTerm, Stage } from '../syntax.js';

type SourceStage = Extract<Stage, { kind: 'source' }>;

export const sourceStage = defineStage<SourceStage>({
  keyword: 'source',
  observed: 'Times in milliseconds are taken too.',
  unconfirmed: 'Its times stand before those of the request. Tags of log groups are refused.',
  syntax:
    "SOURCE 'log-group' [start=-1d] [end=now]  or  SOURCE logGroups(namePrefix: ['…'])  or  SOURCE dataSource(['amazon_vpc.flow'])",
  doc: 'Says where the events come from, at the start of the query; without it, from the flow logs, which are the log group `flow-logs`. Times are Unix times, or periods before now.',
  example: "SOURCE 'flow-logs' | stats count(*) as records by action",
  parse: (cursor, start) => {
    const terms: SourceTerm[] = [];
    while (cursor.token.kind === 'word' || cursor.token.kind === 'string') terms.push(readTerm(cursor));
    if (terms.length === 0) cursor.unexpected("write the log group here, such as 'flow-logs'");
    return { kind: 'source', terms, span: cursor.from(start) };
  },
  print: ({ terms }) => `SOURCE ${terms.map(printTerm).join(' ')}`,
  apply: (stage, pipeline) => {
    for (const term of stage.terms) applyTerm(term, pipeline);
  },
});

function readTerm(cursor: Cursor): SourceTerm {
  const { token } = cursor;
  const next = cursor.peek(1);
  const word = token.kind === 'word' && !token.quoted ? token.text.toLowerCase() : '';
  if (next.kind === 'symbol' && next.text === '=' && (word === 'start' || word === 'end')) {
    cursor.next();
    cursor.next();
    return { kind: word, moment: readMoment(cursor), span: cursor.from(token.span) };
  }
  cursor.next();
  if (cursor.acceptSymbol('(') !== undefined) {
    if (word === 'loggroups') return readGroups(cursor, token.span);
    if (word === 'datasource') return readDataSource(cursor, token.span);
    return cursor.unexpected('the sources are a log group, logGroups(…) and dataSource(…)');
  }
  if (token.kind === 'word' && !token.quoted && cursor.isSymbol('-', '/', ':', '*'))
    cursor.unexpected("write the name of the log group in quotes, such as 'flow-logs'");
  const name = token.kind === 'string' ? token.value : token.kind === 'word' ? token.text : '';
  return { kind: 'group', name, span: token.span };
}

/** Unix seconds or milliseconds, `now`, or a period before it. */
function readMoment(cursor: Cursor): Moment {
  const { token } = cursor;
  if (cursor.acceptWord('now')) return { kind: 'ago', text: 'now', milliseconds: 0 };
  const minus = cursor.acceptSymbol('-') !== undefined;
  const { token: amount } = cursor;
  if (minus && amount.kind === 'period') {
    cursor.next();
    const options = { capped: false };
    const period = periodOf(cursor.query, amount.amount, amount.unit, amount.span, options);
    if (period.milliseconds === undefined) return cursor.notSupported('A time of months', token.span);
    const text = `-${amount.amount}${amount.unit}`;
    return { kind: 'ago', text, milliseconds: period.milliseconds };
  }
  const value = cursor.count();
  // Seconds until the year 2286 have ten digits; clients write milliseconds too.
  return { kind: 'at', text: String(value), milliseconds: value < 1e11 ? value * 1000 : value };
}

const groupKeys: Record<string, 'prefixes' | 'accounts' | 'classes'> = {
  nameprefix: 'prefixes',
  accountidentifiers: 'accounts',
  accountidentifier: 'accounts',
  class: 'classes',
  loggroupclass: 'classes',
};

const mostOf = {
  prefixes: limits.sourcePrefixes,
  accounts: limits.sourceAccounts,
  classes: Number.POSITIVE_INFINITY,
};

function readGroups(cursor: Cursor, start: Span): SourceTerm {
  const lists: Record<'prefixes' | 'accounts' | 'classes', string[]> = {
    prefixes: [],
    accounts: [],
    classes: [],
  };
  while (!cursor.isSymbol(')')) {
    const { token } = cursor;
    const key = token.kind === 'word' ? groupKeys[token.text.toLowerCase()] : undefined;
    if (key === undefined) return cursor.unexpected('the keys are namePrefix, accountIdentifiers and class');
    cursor.next();
    cursor.expectSymbol(':', 'write : and a list here');
    const most = mostOf[key];
    lists[key].push(...readTexts(cursor, cursor.query.slice(token.span), most));
    if (cursor.acceptSymbol(',') === undefined) break;
  }
  cursor.expectSymbol(')', 'close logGroups( with )');
  return { kind: 'groups', ...lists, span: cursor.from(start) };
}

function readDataSource(cursor: Cursor, start: Span): SourceTerm {
  const names = readTexts(cursor, 'dataSource', limits.dataSources);
  cursor.expectSymbol(')', 'close dataSource( with )');
  return { kind: 'dataSource', names, span: cursor.from(start) };
}

/** A list of texts, of which the service takes so many. */
function readTexts(cursor: Cursor, key: string, most: number): string[] {
  const start = cursor.token.span;
  cursor.expectSymbol('[', "write a list here, such as ['flow-logs']");
  const texts = cursor.list(() => {
    const { token } = cursor;
    // The reference of the API also writes ['accountId' = '111122223333'].
    const next = cursor.peek(1);
    if (token.kind === 'string' && next.kind === 'symbol' && next.text === '=') {
      cursor.next();
      cursor.next();
    }
    const { token: text } = cursor;
    if (text.kind !== 'string') return cursor.unexpected('write a quoted text here');
    cursor.next();
    return text.value;
  });
  cursor.expectSymbol(']', 'close the list with ]');
  if (texts.length > most) {
    const params = { key, most, given: texts.length };
    refuse(cursor.query, 'too-many-values', params, cursor.from(start), 'ask in several queries');
  }
  return texts;
}

function printTerm(term: SourceTerm): string {
  const list = (texts: readonly string[]): string => `[${texts.map(printString).join(', ')}]`;
  switch (term.kind) {
    case 'group':
      return printString(term.name);
    case 'start':
    case 'end':
      return `${term.kind}=${term.moment.text}`;
    case 'dataSource':
      return `dataSource(${list(term.names)})`;
    case 'groups': {
      const parts = [
        ['namePrefix', term.prefixes],
        ['accountIdentifiers', term.accounts],
        ['class', term.classes],
      ] as const;
      const written = parts.filter(([, texts]) => texts.length > 0);
      return `logGroups(${written.map(([key, texts]) => `${key}: ${list(texts)}`).join(', ')})`;
    }
  }
}

function applyTerm(term: SourceTerm, pipeline: Pipeline): void {
  // The pipeline began with the groups and the range.
  if (term.kind !== 'groups' || term.accounts.length === 0) return;
  pipeline.filter(pipeline.table.ofAccounts(term.accounts));
}
