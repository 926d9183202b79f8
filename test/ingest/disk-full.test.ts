import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileSources } from './compiled.js';
import { folderWith, gz, log, queryLake, records, take } from './support.js';

let compiled: ReturnType<typeof compileSources>;
beforeAll(() => {
  compiled = compileSources();
  writeFileSync(
    join(compiled.folder, 'child.js'),
    `import { takeLogs } from './store/index.js';
     const [lakePath, path] = process.argv.slice(2);
     const error = await takeLogs({ lakePath, paths: [path], threads: 2 }).catch((cause) => cause);
     console.log(JSON.stringify({ name: error.name, message: error.message, help: error.help }));`,
  );
});
afterAll(() => compiled.remove());

// A limit on the size of a file stands for a full disk: the same calls fail in the same places, without a mount.
test.each([
  ['no room for the unpacked text', 'a.log.gz', 200],
  ['no room for the batch', 'a.log', 100],
])('%s: the run ends and says so; the next one takes everything', async (_, name, kilobytes) => {
  const text = log(...records(1, 20_000));
  const folder = folderWith({ [`logs/${name}`]: name.endsWith('.gz') ? gz(text) : text });
  const command = `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$0" "$@"`;
  const { stdout } = await promisify(execFile)('bash', [
    '-c',
    command,
    process.execPath,
    join(compiled.folder, 'child.js'),
    join(folder, 'lake'),
    join(folder, 'logs'),
  ]);
  expect(JSON.parse(stdout)).toMatchObject({
    name: 'WorldError',
    message: expect.stringMatching(/disk of the lake .* is full/),
    help: expect.stringMatching(/make room/),
  });
  expect(readdirSync(join(folder, 'lake')).filter((name) => name === 'tmp' || name.endsWith('lock'))).toEqual(
    [],
  );
  expect((await take(folder)).total.records).toBe(20_000);
  expect((await queryLake(folder, ['bytes'])).length).toBe(20_000);
});
