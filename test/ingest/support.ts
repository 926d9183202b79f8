import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { type IngestOptions, type IngestReport, ingest } from '../../src/app/ingest.js';
import { name, sql } from '../../src/dialect/index.js';
import { type CellValue, createRecordsView, Engine } from '../../src/store/index.js';

export const header =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/** A default record; each number gives another one. */
export function record(number: number, overrides: Record<string, string> = {}): string {
  const values: Record<string, string> = {
    version: '2',
    'account-id': '123456789010',
    'interface-id': `eni-0123456789abcdef${number % 10}`,
    srcaddr: `10.0.0.${number % 250}`,
    dstaddr: '192.0.2.7',
    srcport: String(40_000 + (number % 20_000)),
    dstport: '443',
    protocol: '6',
    packets: '10',
    bytes: String(1_000 + number),
    start: String(1_789_365_600 + (number % 3000)),
    end: String(1_789_365_659 + (number % 3000)),
    action: 'ACCEPT',
    'log-status': 'OK',
    ...overrides,
  };
  return header
    .split(' ')
    .map((field) => values[field] ?? '-')
    .join(' ');
}

export function records(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => record(from + index));
}

export const nodata = '2 123456789010 eni-01234567890abcdef - - - - - - - 1789365600 1789365659 - NODATA';
export const skipdata = '2 123456789010 eni-01234567890abcdef - - - - - - - 1789365660 1789365719 - SKIPDATA';

export function log(...lines: string[]): string {
  return `${[header, ...lines].join('\n')}\n`;
}

/** A folder for one test, with files in it. */
export function folderWith(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-ingest-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export function gz(...members: string[]): Buffer {
  return Buffer.concat(members.map((member) => gzipSync(member)));
}

/** Takes a folder's `logs` into its `lake`. */
export async function take(folder: string, options: Partial<IngestOptions> = {}): Promise<IngestReport> {
  return await ingest({
    paths: [join(folder, 'logs')],
    lakePath: join(folder, 'lake'),
    threads: 2,
    ...options,
  });
}

/** Rows of the view `records`, through a statement that follows `SELECT … FROM records`. */
export async function queryLake(
  folder: string,
  columns: string[],
  sourceIds?: readonly number[],
): Promise<CellValue[][]> {
  return await queryView(folder, 'records', columns, sourceIds);
}

/** Rows of the view `events`. */
export async function queryEvents(folder: string, columns: string[]): Promise<CellValue[][]> {
  return await queryView(folder, 'events', columns);
}

async function queryView(
  folder: string,
  view: string,
  columns: string[],
  sourceIds?: readonly number[],
): Promise<CellValue[][]> {
  const engine = await Engine.open({ threads: 2 });
  try {
    await createRecordsView(engine, join(folder, 'lake'), sourceIds === undefined ? {} : { sourceIds });
    const { rows } = await engine.query(sql`SELECT * FROM ${name(view)} ORDER BY ALL`);
    const names = (await engine.query(sql`DESCRIBE ${name(view)}`)).rows.map(([each]) => String(each));
    return rows.map((row) => columns.map((column) => row[names.indexOf(column)] ?? null));
  } finally {
    engine.close();
  }
}
