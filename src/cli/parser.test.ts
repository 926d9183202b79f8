import { describe, expect, test } from 'vitest';
import { commands } from './commands/index.js';
import { parseWords } from './parser.js';
import { UsageError } from './usage-error.js';

const settings = { version: '0', columns: 80 };

function typed(line: string): { name: string; args: readonly string[]; options: unknown } {
  const request = parseWords(line.split(' '), commands, settings);
  if (request.kind !== 'run') throw new Error(`${line} runs`);
  return { name: request.command.name, args: request.typed.args, options: request.typed.options };
}

describe('a word that is a command and the first word of others', () => {
  test('runs alone, with its own options', () => {
    expect(typed('queries')).toMatchObject({ name: 'queries', args: [] });
    expect(typed('queries --format csv')).toMatchObject({ name: 'queries', options: { format: 'csv' } });
  });

  test.each([
    'queries run NAME logs --format json --param a=1 --param b=2',
    'queries run --format json --param a=1 NAME --param b=2 logs',
  ])('%s: the options are those of the command, though both have one of that name', (line) => {
    expect(typed(line)).toMatchObject({
      name: 'queries run',
      args: ['NAME', 'logs'],
      options: { format: 'json', param: ['a=1', 'b=2'] },
    });
  });

  test('another word after it is told with the nearest', () => {
    expect(() => typed('queries rn')).toThrow(UsageError);
    expect(() => typed('queries rn')).toThrow('Unknown word `rn`; the nearest is `run`.');
  });
});
