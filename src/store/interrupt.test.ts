import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { sql } from '../dialect/index.js';
import { Engine } from './engine.js';
import { stoppedBy } from './interrupt.js';
import { takeLogs } from './take-logs.js';

const endless = sql`SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range) < b.range`;
afterEach(() => vi.restoreAllMocks());

test('a signal between two statements stops the second one', async () => {
  const engine = await Engine.open();
  const stopping = new AbortController();
  const work = stoppedBy(stopping.signal, engine, async () => {
    stopping.abort();
    await engine.execute(endless);
  });
  await expect(work).rejects.toThrow(/INTERRUPT/i);
  await expect(stoppedBy(stopping.signal, engine, () => Promise.resolve(1))).rejects.toThrow(/abort/i);
  expect(await stoppedBy(undefined, engine, () => engine.rows(sql`SELECT 1 AS n`))).toEqual([{ n: 1 }]);
  engine.close();
});

const line = (bytes: number) =>
  `2 123456789010 eni-1235b8ca123456789 10.0.0.1 10.0.0.2 443 49152 6 1 ${bytes} 1757808000 1757808060 ACCEPT OK\n`;

test.each([
  ['new', [line(1)]],
  ['changed', [line(1), line(2)]],
])('a signal between two statements stops the taking of a %s file', async (_, [first = '', ...later]) => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-stop-'));
  const path = join(folder, 'a.log');
  const options = { paths: [path], lakePath: join(folder, 'lake'), threads: 2 };
  writeFileSync(path, first);
  for (const text of later) {
    await takeLogs(options);
    writeFileSync(path, `${text}${text}`);
  }
  const stopping = new AbortController();
  const query = Engine.prototype.query;
  vi.spyOn(Engine.prototype, 'query').mockImplementation(function (this: Engine, statement) {
    if (!statement.text.startsWith('COPY') || stopping.signal.aborted) return query.call(this, statement);
    stopping.abort();
    return query.call(this, endless);
  });
  const taking = takeLogs({ ...options, signal: stopping.signal });
  await expect(taking).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  vi.restoreAllMocks();
  expect((await takeLogs(options)).total.records).toBe(1);
  rmSync(folder, { recursive: true });
});
