#!/usr/bin/env node
import process from 'node:process';
import { exit } from './exit.js';
import { runCli } from './run.js';

const controller = new AbortController();

/** The first signal asks for a clean end; the second one ends at once. */
function onSignal(name: 'SIGINT' | 'SIGTERM'): void {
  if (controller.signal.aborted) process.exit(name === 'SIGINT' ? exit.interrupted : exit.terminated);
  controller.abort(name);
}
process.on('SIGINT', () => onSignal('SIGINT'));
process.on('SIGTERM', () => onSignal('SIGTERM'));

// The next program in the pipe (`head`, a pager that was quit) wants no more: that is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? exit.ok : exit.failed);
  });
}

const { stdin, stdout, stderr, env } = process;
const code = await runCli(
  process.argv.slice(2),
  { stdin, stdout, stderr, env, cwd: process.cwd() },
  controller.signal,
);
// What was written must reach a pipe before the process ends; handles of the engine may not keep it alive.
await Promise.all([stdout, stderr].map((stream) => new Promise((done) => stream.write('', done))));
process.exit(code);
