import { limits, nearest } from '../../base/index.js';
import type { QueryText } from '../problem.js';
import { Cursor } from './cursor.js';
import { refuse } from './messages.js';
import { refusedCommands, stageFor, stageOf, stages } from './stages/index.js';
import type { Stage } from './syntax.js';

/** Reads a query: commands with `|` between them. */
export function parseInsights(query: QueryText): Stage[] {
  const cursor = new Cursor(query, readNested);
  if (cursor.atEnd) {
    return refuse(
      query,
      'empty-query',
      {},
      cursor.token.span,
      'write for example `fields @timestamp, @message | limit 20`',
    );
  }
  const read = readStages(cursor);
  if (!cursor.atEnd) cursor.unexpected('commands are separated by |');
  return read;
}

function readStages(cursor: Cursor): Stage[] {
  const read = [readStage(cursor)];
  while (cursor.acceptSymbol('|') !== undefined) {
    if (read.length === limits.insightsStages)
      refuse(cursor.query, 'too-many-stages', { max: limits.insightsStages }, cursor.token.span);
    read.push(readStage(cursor));
  }
  return read;
}

function readNested(cursor: Cursor): { stages: Stage[]; text: string } {
  const stages = readStages(cursor);
  return { stages, text: printInsights(stages) };
}

function readStage(cursor: Cursor): Stage {
  const { token } = cursor;
  if (token.kind !== 'word' || token.quoted)
    return cursor.unexpected(`write a command here: ${commandList()}`);
  const stage = stageFor(token.text);
  if (stage === undefined) return refuseCommand(cursor, token.text);
  cursor.next();
  return stage.parse(cursor, token.span);
}

function refuseCommand(cursor: Cursor, word: string): never {
  const { span } = cursor.token;
  const reason = refusedCommands[word.toLowerCase()];
  if (reason !== undefined) {
    return refuse(cursor.query, 'refused-command', { word: word.toLowerCase(), reason }, span);
  }
  const near = nearest(word, [
    ...stages.flatMap((stage) => [stage.keyword, ...stage.aliases]),
    ...Object.keys(refusedCommands),
  ]);
  const help = near === undefined ? `the commands are ${commandList()}` : `write \`${near}\``;
  return refuse(cursor.query, 'unknown-command', { word: cursor.query.slice(span) }, span, help);
}

function commandList(): string {
  return stages.map((stage) => stage.keyword).join(', ');
}

export function printStage(stage: Stage): string {
  return stageOf(stage.kind)?.print(stage) ?? '';
}

export function printInsights(read: readonly Stage[]): string {
  return read.map(printStage).join(' | ');
}
