import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { WorldError } from '../../base/index.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';

export const init = defineCommand({
  name: 'init',
  group: 'start',
  summary: 'Write a commented sluice.yaml to list expected destinations and sources in.',
  detail: [
    'Every line of it is a comment or a default, so it changes nothing until it is edited. It belongs in git.',
  ],
  args: [{ name: 'DIR', doc: 'Folder to write to. Default: the current one.', optional: true }],
  options: {},
  examples: [{ line: 'sluice init', doc: 'Write sluice.yaml into the current folder' }],
  async run({ app, args, terminal }) {
    const path = resolve(terminal.cwd, args[0] ?? '.', 'sluice.yaml');
    const { exampleWorkspace } = await app();
    try {
      await writeFile(path, exampleWorkspace(), { flag: 'wx' });
    } catch (cause) {
      throw refusal(path, cause);
    }
    terminal.note(`Wrote ${path}.`);
    return exit.ok;
  },
});

function refusal(path: string, cause: unknown): WorldError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EEXIST') {
    const help = 'edit it, or move it away first';
    return new WorldError('A sluice.yaml is there already; it is not overwritten.', { path, help, cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new WorldError(`Cannot write the file: ${reason}`, { path, cause });
}
