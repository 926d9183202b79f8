import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../commands/index.js';
import { completionScript, shells } from './script.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-completion-'));
  for (const shell of shells)
    writeFileSync(join(folder, `script.${shell}`), completionScript(shell, commands));
  writeFileSync(join(folder, 'flow-logs'), '');
  // Stands for the program where a script asks it for names.
  writeFileSync(join(folder, 'sluice'), '#!/bin/sh\nprintf "name,title\\r\\n%s-one,x\\r\\n" "$1"\n', {
    mode: 0o755,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const surroundings = () => ({ ...process.env, PATH: `${folder}:${process.env.PATH}` });

/** Whether a shell is installed; where it is not, its tests are skipped and their names say so. */
function has(shell: string): boolean {
  return spawnSync(shell, ['--version']).status === 0;
}

/** What bash offers for the words of a line, the last of which is being written. */
function offered(...words: string[]): string[] {
  const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _sluice`;
  const script = `source script.bash\n${line}; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const settings = { encoding: 'utf8', cwd: folder, env: surroundings() } as const;
  return execFileSync('bash', ['-c', script], settings).trim().split('\n');
}

test('bash completes commands, second words, flags, the words of a flag, names and files', () => {
  expect(offered('sluice', 'an')).toEqual(['analyze']);
  expect(offered('sluice', 'inventory', '')).toEqual(['commands', 'show']);
  expect(offered('sluice', 'completion', 'f')).toEqual(['fish']);
  expect(offered('sluice', 'query', '--no-l')).toEqual(['--no-lint']);
  expect(offered('sluice', 'outbound', '--format', 'c')).toEqual(['csv']);
  expect(offered('sluice', 'ledger', 'check', '--on')).toEqual(['--only']);
  expect(offered('sluice', 'ledger', 'list', '--on')).toEqual(['']);
  expect(offered('sluice', 'queries', 'run', '')).toEqual(['queries-one']);
  expect(offered('sluice', 'analyze', 'flow')).toEqual(['flow-logs']);
});

describe.skipIf(!has('fish'))('fish (skipped where fish is not installed)', () => {
  function words(line: string): string[] {
    const script = `source script.fish; complete -C ${JSON.stringify(line)}`;
    const settings = { encoding: 'utf8', cwd: folder, env: surroundings() } as const;
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], settings);
    expect(stderr).toBe('');
    return stdout.trim().split('\n');
  }

  test.each([
    ['sluice an', [expect.stringMatching(/^analyze\tRead flow logs/)]],
    ['sluice inventory ', [expect.stringMatching(/^commands\t/), expect.stringMatching(/^show\t/)]],
    ['sluice completion f', ['fish']],
    ['sluice query --no-l', [expect.stringMatching(/^--no-lint\t/)]],
    ['sluice outbound --format c', [expect.stringMatching(/^csv\t/)]],
    ['sluice ledger check --on', [expect.stringMatching(/^--only\t/)]],
    ['sluice ledger list --on', ['']],
    ['sluice queries run ', ['queries-one']],
    ['sluice --v', [expect.stringMatching(/^--version\t/)]],
    ['sluice analyze flow', ['flow-logs']],
  ])('%j', (line, found) => expect(words(line)).toEqual(found));
});

/**
 * Types each line and Tab into a zsh with a terminal of its own, and prints what the line has become. It stays as it is
 * where nothing, or more than one word, fits.
 */
const askZsh = String.raw`
zmodload zsh/zpty || exit 3
zpty asked zsh -f -i
until_shown() {
  local line text=
  while zpty -r asked line; do
    text+=$line
    [[ $text == *"<<"*">>"* ]] && { text=${'$'}{text##*"<<"}; REPLY=${'$'}{text%%">>"*}; return }
  done
  exit 4
}
zpty -w asked "autoload -Uz compinit; compinit -u -d ./dump; source ./script.zsh"
zpty -w asked "function shown() { zle complete-word; print -r -- \"<\"\"<\$BUFFER>\"\">\"; BUFFER= }"
zpty -w asked "zle -N shown; bindkey '^I' shown; zstyle ':completion:*' insert-tab false; print -r -- \"<\"\"<ready>\"\">\""
until_shown
for line in "$@"; do
  zpty -w -n asked "$line"$'\t'
  until_shown
  print -r -- "$REPLY"
done
zpty -d asked
`;

describe.skipIf(!has('zsh'))('zsh (skipped where zsh is not installed)', () => {
  test('completes commands, second words, flags, the words of a flag, lists of them, names and files', () => {
    const becomes = [
      ['sluice an', 'sluice analyze '],
      ['sluice ledger ch', 'sluice ledger check '],
      ['sluice ledger ', 'sluice ledger '],
      ['sluice completion f', 'sluice completion fish '],
      ['sluice query --no-l', 'sluice query --no-lint '],
      ['sluice outbound --format c', 'sluice outbound --format csv '],
      [
        'sluice ledger check --fail-on undecided,contra',
        'sluice ledger check --fail-on undecided,contradictory,',
      ],
      ['sluice ledger list --onl', 'sluice ledger list --onl'],
      ['sluice queries run qu', 'sluice queries run queries-one '],
      ['sluice --ver', 'sluice --version '],
      ['sluice analyze flow', 'sluice analyze flow-logs '],
    ] as const;
    writeFileSync(join(folder, 'ask.zsh'), askZsh);
    const words = ['-f', 'ask.zsh', ...becomes.map(([line]) => line)];
    const settings = { encoding: 'utf8', cwd: folder, env: surroundings(), timeout: 50_000 } as const;
    const { stdout, stderr, status } = spawnSync('zsh', words, settings);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout.split('\n')).toEqual([...becomes.map(([, line]) => line), '']);
  }, 60_000);
});

test.each(shells)('the script for %s names every command and no flag twice in one place', (shell) => {
  const script = completionScript(shell, commands);
  for (const command of commands) expect(script).toContain(command.name.split(' ')[0]);
  expect(script).not.toContain('undefined');
});
