import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadLedger } from '../../src/app/ledger/file.js';
import { lockLedger } from '../../src/app/ledger/lock.js';
import { writeLedger } from '../../src/app/ledger/write.js';

const root = join(import.meta.dirname, '..', '..');
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-ledger-'));
  path = join(folder, 'ledger.csv');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('writing', () => {
  test('replaces the text, keeps the mode and a symbolic link, and leaves nothing beside it', async () => {
    const behind = join(folder, 'behind.csv');
    writeFileSync(behind, 'old');
    chmodSync(behind, 0o640);
    symlinkSync(behind, path);
    await writeLedger(path, 'old', 'new');
    expect(readFileSync(behind, 'utf8')).toBe('new');
    expect(statSync(behind).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['behind.csv', 'ledger.csv']);
  });

  test('refuses a text that another program has changed, also one that it took away or made', async () => {
    writeFileSync(path, 'theirs');
    await expect(writeLedger(path, 'old', 'new')).rejects.toThrow('changed by another program');
    await expect(writeLedger(path, undefined, 'new')).rejects.toThrow('changed by another program');
    rmSync(path);
    await expect(writeLedger(path, 'old', 'new')).rejects.toThrow('changed by another program');
    expect(existsSync(path)).toBe(false);
  });

  test('that fails leaves the old text and says why', async () => {
    const away = join(folder, 'gone', 'ledger.csv');
    await expect(writeLedger(away, undefined, 'new')).rejects.toThrow(
      'cannot be written: there is no such folder (ENOENT)',
    );
  });
});

describe('reading', () => {
  test('a file that is not there is no ledger', async () => {
    expect(await loadLedger(path)).toBeUndefined();
  });

  test.each([
    ['UTF-16', Buffer.from('\uFEFFworkload,destination', 'utf16le')],
    [
      'a code page',
      Buffer.from('workload,destination,protocol,port,decision\nb\xfccher,*,*,*,deny', 'latin1'),
    ],
  ])('%s is refused', async (_, bytes) => {
    writeFileSync(path, bytes);
    await expect(loadLedger(path)).rejects.toMatchObject({
      message: 'The ledger is not UTF-8.',
      help: 'save it as "CSV UTF-8"',
    });
  });
});

describe('the lock', () => {
  const lockFile = () => join(folder, '.ledger.csv.lock');

  test('keeps a second writer out, says who has it, and is gone afterwards', async () => {
    const lock = await lockLedger(path);
    await expect(lockLedger(path)).rejects.toThrow(`is being written by process ${process.pid}`);
    await lock.release();
    await (await lockLedger(path)).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since: 'x' })],
    ['that a full disk cut off', '{"pid":'],
  ])('%s is taken over', async (_, text) => {
    writeFileSync(lockFile(), `${text}\n`);
    await (await lockLedger(path)).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of another machine is not', async () => {
    writeFileSync(lockFile(), `${JSON.stringify({ pid: 1, host: 'elsewhere', since: 'noon' })}\n`);
    await expect(lockLedger(path)).rejects.toMatchObject({ help: expect.stringContaining('remove') });
  });
});

test('a process that is killed while it writes leaves the old text or the new one', async () => {
  const texts = ['a', 'b'].map((letter) => letter.repeat(3_000_000));
  writeFileSync(path, texts[0] ?? '');
  const child = join(folder, 'child.mjs');
  // A process of its own has to read TypeScript by itself.
  writeFileSync(
    child,
    `const { createServer } = await import(${JSON.stringify(join(root, 'node_modules/vite/dist/node/index.js'))});
     const server = await createServer({ root: ${JSON.stringify(root)}, configFile: false, logLevel: 'silent', server: { middlewareMode: true, watch: null }, optimizeDeps: { noDiscovery: true } });
     const { writeLedger } = await server.ssrLoadModule('/src/app/ledger/write.ts');
     const texts = ['a', 'b'].map((letter) => letter.repeat(3_000_000));
     console.log('ready');
     for (let turn = 0; ; turn++) await writeLedger(${JSON.stringify(path)}, texts[turn % 2], texts[(turn + 1) % 2]);`,
  );
  for (let round = 0; round < 6; round++) {
    writeFileSync(path, texts[0] ?? '');
    const running = spawn(process.execPath, [child]);
    const ended = once(running, 'exit');
    await once(running.stdout, 'data');
    await sleep(20 + 37 * round);
    running.kill('SIGKILL');
    await ended;
    expect(texts).toContain(readFileSync(path, 'utf8'));
  }
});

test('every file of the user is written by that code', () => {
  const own = {
    'app/replace-text.ts': 'the code itself',
    'app/ledger/lock.ts': 'a lock, made new or not at all',
    'app/statements/write.ts': 'parts in a folder that is renamed when all of them are there',
    'cli/commands/init.ts': 'a file that is not there yet',
    'cli/shell/history.ts': 'what was typed in the shell',
    'cli/shell/session.ts': 'what `.output` of the shell prints, piece by piece',
  };
  const writing = ['app', 'cli'].flatMap((layer) =>
    readdirSync(join(root, 'src', layer), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => `${layer}/${name}`)
      .filter((name) =>
        /\b(?:writeFile|writeFileSync|appendFileSync|createWriteStream|rename|copyFile)\b/.test(
          readFileSync(join(root, 'src', name), 'utf8').replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, ''),
        ),
      ),
  );
  expect(writing.sort()).toEqual(Object.keys(own).sort());
});
