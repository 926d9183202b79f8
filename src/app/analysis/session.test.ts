import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assert } from '../../base/index.js';
import { sql } from '../../dialect/index.js';
import { ingest } from '../ingest.js';
import { EmbeddedEngine } from './embedded-engine.js';
import { AnalysisSession } from './session.js';

const logs = join(import.meta.dirname, '../../../examples/shop-v2/AWSLogs');

test('a signal stops what is asked of an open session, with its reason', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-session-'));
  const lakePath = join(folder, 'lake');
  await ingest({ paths: [logs], lakePath });
  const stopping = new AbortController();
  const session = await AnalysisSession.open({ lakePath, signal: stopping.signal });
  const { engine } = session;
  assert(engine instanceof EmbeddedEngine, 'the default is the embedded engine');
  const asking = session.untilStopped(async () => {
    stopping.abort('SIGINT');
    await engine.duckdb.execute(
      sql`SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range) < b.range`,
    );
  });
  await expect(asking).rejects.toBe('SIGINT');
  await session.close();
  rmSync(folder, { recursive: true });
});
