import { PassThrough } from 'node:stream';
import { runCli } from '../../src/cli/run.js';

/** Runs a command line in a folder, 80 columns wide, with keys as its input; `live` makes the input a terminal. */
export async function runSluice(
  cwd: string,
  words: readonly string[],
  { keys = '', live = false }: { keys?: string; live?: boolean } = {},
) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const texts = { out: '', err: '' };
  const modes: boolean[] = [];
  if (live) Object.assign(stdin, { isTTY: true, setRawMode: (raw: boolean) => modes.push(raw) });
  stdout.on('data', (piece: Buffer) => {
    texts.out += piece.toString();
  });
  stderr.on('data', (piece: Buffer) => {
    texts.err += piece.toString();
  });
  stdin.end(keys);
  const sources = { stdin, stdout, stderr, env: { COLUMNS: '80' }, cwd };
  const code = await runCli(words, sources, new AbortController().signal);
  return { code, ...texts, modes };
}
