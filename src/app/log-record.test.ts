import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ingest } from './ingest.js';
import { findLogRecord } from './log-record.js';
import { type OpenLake, openLake } from './open-lake.js';
import { runQuery } from './query.js';

const folder = mkdtempSync(join(tmpdir(), 'sluice-pointer-'));
const header = 'version account-id interface-id srcaddr dstaddr srcport dstport start end action log-status';
const line = (port: number) =>
  `3 123456789012 eni-0a1 10.0.0.1 10.0.0.2 50000 ${port} 1789365600 1789365660 ACCEPT OK`;
const nodata = '3 123456789012 eni-0a1 - - - - 1789365660 1789365720 - NODATA';
let lake: OpenLake;

beforeAll(async () => {
  writeFileSync(join(folder, 'flow.log'), [header, line(22), line(443), nodata, ''].join('\n'));
  await ingest({ paths: [join(folder, 'flow.log')], lakePath: join(folder, 'lake') });
  lake = await openLake(join(folder, 'lake'));
});
afterAll(() => {
  lake.close();
  rmSync(folder, { recursive: true });
});

const place = () => ({ engine: lake.engine, contents: lake.contents });

async function pointerOf(filter: string): Promise<string> {
  const text = `filter ${filter} | fields @ptr`;
  const { rows } = await runQuery({ text, language: 'insights', lint: false, ...place() });
  expect(rows).toHaveLength(1);
  return String(rows[0]?.[0]);
}

test('a pointer finds its record again, with all the fields that it has', async () => {
  const pointer = await pointerOf('dstPort = 443');
  const fields = new Map(await findLogRecord({ pointer: `${pointer}\r\n`, ...place() }));
  expect(fields.get('@message')).toBe(line(443));
  expect(fields.get('@timestamp')).toBe('2026-09-14 06:00:00.000');
  expect(fields.get('dstPort')).toBe('443');
  expect(fields.get('@log')).toBe('123456789012:flow-logs');
  // The format has no bytes, and the file did not come through CloudWatch Logs.
  expect([...fields.keys()]).not.toContain('bytes');
  expect([...fields.keys()]).not.toContain('@ingestionTime');
});

test('a record without traffic is found too', async () => {
  const fields = new Map(
    await findLogRecord({ pointer: await pointerOf("logStatus = 'NODATA'"), ...place() }),
  );
  expect(fields.get('@message')).toBe(nodata);
  expect(fields.has('dstPort')).toBe(false);
});

test('a pointer to an event of another log group finds it', async () => {
  const path = join(folder, 'app.log');
  writeFileSync(path, '{"level":"info","port":1}\n{"level":"warn","port":{"to":2}}\n');
  const lakePath = join(folder, 'other');
  await ingest({ paths: [path], lakePath, logGroup: '/shop/app' });
  const other = await openLake(lakePath);
  try {
    const given = { engine: other.engine, contents: other.contents };
    const text = "SOURCE '/shop/app' | filter level = 'warn' | fields @ptr";
    const { rows } = await runQuery({ text, language: 'insights', lint: false, ...given });
    const fields = new Map(await findLogRecord({ pointer: String(rows[0]?.[0]), ...given }));
    expect(fields.get('@message')).toBe('{"level":"warn","port":{"to":2}}');
    expect(fields.get('level')).toBe('warn');
    await expect(findLogRecord({ pointer: String(rows[0]?.[0]), ...place() })).rejects.toThrow(
      'No record here is the one of',
    );
  } finally {
    other.close();
  }
});

test.each([
  ['nonsense', '`nonsense` is no pointer to a record.'],
  ['', '`` is no pointer to a record.'],
  [btoa(`1:${'0'.repeat(32)}`), 'No record here is the one of'],
  [btoa(`77:${'0'.repeat(32)}`), 'No record here is the one of'],
])('%s finds nothing, and says so', async (pointer, message) => {
  await expect(findLogRecord({ pointer, ...place() })).rejects.toThrow(message);
});
