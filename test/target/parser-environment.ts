import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The parsers of each format, in an environment of Python that `scripts/test-all.sh` makes, and Suricata. */
const python = join(import.meta.dirname, '../../node_modules/.cache/target-parsers/bin/python');

export const hasParsers = existsSync(python) && spawnSync('suricata', ['-V']).status === 0;

/** Runs a script of this folder with a text as its input, and reads what it prints as JSON. */
export function askPython(script: string, input: string): unknown {
  return JSON.parse(execFileSync(python, [join(import.meta.dirname, script)], { input, encoding: 'utf8' }));
}
