import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commands } from './commands/index.js';
import { completionScript, shells } from './completion-script.js';

/** What bash offers for the words of a line, the last of which is being written. */
function offered(...words: string[]): string[] {
  const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _sluice`;
  const script = `${completionScript('bash', commands)}\n${line}; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

test('bash completes commands, second words, flags and the words of a flag', () => {
  expect(offered('sluice', 'an')).toEqual(['analyze']);
  expect(offered('sluice', 'inventory', '')).toEqual(['commands', 'show']);
  expect(offered('sluice', 'completion', 'f')).toEqual(['fish']);
  expect(offered('sluice', 'query', '--no-l')).toEqual(['--no-lint']);
  expect(offered('sluice', 'outbound', '--format', 'c')).toEqual(['csv']);
});

test.each(shells)('the script for %s names every command and no flag twice in one place', (shell) => {
  const script = completionScript(shell, commands);
  for (const command of commands) expect(script).toContain(command.name.split(' ')[0]);
  expect(script).not.toContain('undefined');
});
