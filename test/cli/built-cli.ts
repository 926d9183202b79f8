import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Compiles the sources as a release is compiled, below `node_modules` so that packages are found; returns its folder. */
export async function buildCli(): Promise<string> {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'sluice-cli-'));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const words = [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', join(folder, 'dist')];
  // Types are checked by their own step; here only the emitted files count.
  await run(process.execPath, words, { cwd: root });
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'bin'));
  const line = `#!/bin/sh\nexec "${process.execPath}" "${join(folder, 'dist', 'cli', 'main.js')}" "$@"\n`;
  writeFileSync(join(folder, 'bin', 'sluice'), line, { mode: 0o755 });
  return folder;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. `begun` may talk to it while it runs. */
export function run(
  program: string,
  words: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; begun?: (child: ReturnType<typeof spawn>) => void },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: options.cwd, env: options.env ?? process.env });
    const texts = { out: '', err: '' };
    child.stdout.on('data', (piece: Buffer) => {
      texts.out += piece.toString();
    });
    child.stderr.on('data', (piece: Buffer) => {
      texts.err += piece.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...texts }));
    if (options.begun) options.begun(child);
    else child.stdin.end();
  });
}
