import { expect, test } from 'vitest';
import { sql } from '../dialect/index.js';
import { Engine } from './engine.js';
import { stoppedBy } from './interrupt.js';

test('a signal between two statements stops the second one', async () => {
  const engine = await Engine.open();
  const stopping = new AbortController();
  const work = stoppedBy(stopping.signal, engine, async () => {
    stopping.abort();
    await engine.execute(
      sql`SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range) < b.range`,
    );
  });
  await expect(work).rejects.toThrow(/INTERRUPT/i);
  await expect(stoppedBy(stopping.signal, engine, () => Promise.resolve(1))).rejects.toThrow(/abort/i);
  expect(await stoppedBy(undefined, engine, () => engine.rows(sql`SELECT 1 AS n`))).toEqual([{ n: 1 }]);
  engine.close();
});
