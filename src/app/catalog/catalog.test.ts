import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { WorldError } from '../../base/index.js';
import { catalogPath, readCatalog, writeCatalog } from './catalog-file.js';
import { isStep, readDateBound, readDateFormat } from './date-format.js';
import { absoluteLocation, locate } from './locate.js';
import { emptyCatalog } from './model.js';

const root = mkdtempSync(join(tmpdir(), 'sluice-catalog-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the file', () => {
  test('is there only once something was created, and reads as it was written', async () => {
    expect(await readCatalog(root)).toEqual(emptyCatalog);
    const contents = { ...emptyCatalog, prepared: [{ name: 'p', text: 'SELECT ?' }] };
    await writeCatalog(root, contents);
    expect(await readCatalog(root)).toEqual(contents);
    expect(readdirSync(root)).toEqual(['athena-catalog.json']);
  });

  test.each([
    ['{', /it is no JSON/],
    ['{"version": 2, "databases": [], "prepared": []}', /at version/],
    [
      '{"version": 1, "databases": [{"name": "x", "properties": {}, "entries": [{"kind": "tabel"}]}], "prepared": []}',
      /at databases\.0\.entries\.0\.kind/,
    ],
  ])('that is damaged is not taken for an empty one: %s', async (text, words) => {
    writeFileSync(catalogPath(root), text);
    const reading = readCatalog(root);
    await expect(reading).rejects.toBeInstanceOf(WorldError);
    await expect(reading).rejects.toThrow(words);
    expect(readFileSync(catalogPath(root), 'utf8')).toBe(text);
  });

  test('that cannot be written leaves nothing behind', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    await expect(writeCatalog(join(file, 'below'), emptyCatalog)).rejects.toThrow(/cannot be written/);
    expect(existsSync(join(file, 'below'))).toBe(false);
  });
});

describe('locations', () => {
  const folders = { logs: '/data/logs', 's3://logs/prefix/': '/data/prefix', other: '/data/other' };

  test.each([
    ['s3://logs/AWSLogs/1/', '/data/logs/AWSLogs/1/'],
    ['s3://logs', '/data/logs'],
    ['s3://logs/prefix/AWSLogs', '/data/prefix/AWSLogs/'],
    ['s3://logs/prefix-of-another/', '/data/logs/prefix-of-another/'],
    ['file:///data/x%20y/', '/data/x y/'],
  ])('%s lies in %s', (location, folder) => {
    expect(locate(location, folders)).toEqual({ folder });
  });

  test.each([
    's3://logs2/',
    'logs/',
    '$LOCATION_OF_LOGS',
    's3:/logs/',
    'file://host/x/',
    'https://logs.s3.amazonaws.com/',
  ])('%s leads nowhere, and the help says what would', (location) => {
    expect(locate(location, folders)).toMatchObject({
      problem: expect.any(String),
      help: expect.any(String),
    });
  });

  test('a relative path becomes an address', () => {
    expect(absoluteLocation('./out/', '/work/here')).toBe('file:///work/here/out');
    expect(absoluteLocation('s3://b/', '/work/here')).toBe('s3://b/');
  });
});

describe('dates in folders', () => {
  const parsed = (format: string, text: string): string | undefined => {
    const time = readDateFormat(format)?.parse(text);
    return time === undefined ? undefined : new Date(time).toISOString();
  };

  test.each([
    ['yyyy/MM/dd', '2026/09/14', '2026-09-14T00:00:00.000Z'],
    ['yyyy/MM/dd/HH', '2026/09/14/06', '2026-09-14T06:00:00.000Z'],
    ["yyyy-MM-dd'T'HH:mm", '2026-09-14T06:30', '2026-09-14T06:30:00.000Z'],
    ['yyyyMMdd', '20260914', '2026-09-14T00:00:00.000Z'],
    ['yyyy/M/d', '2026/9/4', '2026-09-04T00:00:00.000Z'],
    ['yyyy', '2026', '2026-01-01T00:00:00.000Z'],
    ['yyyy/MM/dd', '2026/02/30', undefined],
    ['yyyy/MM/dd', '2026-09-14', undefined],
    ['yyyy/MM/dd', '2026/9/14', undefined],
    ['yyyy/MM/dd/HH', '2026/09/14/24', undefined],
  ])('%s reads %s as %s', (format, text, time) => expect(parsed(format, text)).toBe(time));

  test.each(['EEE', 'yy/MM/dd', 'MM/dd', 'no date'])('the pattern %s is not known', (format) => {
    expect(readDateFormat(format)).toBeUndefined();
  });

  test('bounds may be relative to now', () => {
    const format = readDateFormat('yyyy/MM/dd');
    if (format === undefined) throw new Error('the format is known');
    const now = Date.UTC(2026, 8, 14, 12);
    const bound = (text: string): string | undefined => {
      const time = readDateBound(text, format, now);
      return time === undefined ? undefined : new Date(time).toISOString();
    };
    expect(bound('NOW')).toBe('2026-09-14T12:00:00.000Z');
    expect(bound('NOW-3YEARS')).toBe('2023-09-14T12:00:00.000Z');
    expect(bound('now + 1 month')).toBe('2026-10-14T12:00:00.000Z');
    expect(bound('NOW-2WEEKS')).toBe('2026-08-31T12:00:00.000Z');
    expect(bound('2026/01/01')).toBe('2026-01-01T00:00:00.000Z');
    expect(bound('NOW-1FORTNIGHT')).toBeUndefined();
  });

  test('an interval leaves dates out', () => {
    const start = Date.UTC(2026, 0, 1);
    expect(isStep(Date.UTC(2026, 0, 15), start, 2, 'weeks')).toBe(true);
    expect(isStep(Date.UTC(2026, 0, 8), start, 2, 'weeks')).toBe(false);
    expect(isStep(Date.UTC(2026, 6, 1), start, 3, 'months')).toBe(true);
    expect(isStep(Date.UTC(2026, 5, 1), start, 3, 'months')).toBe(false);
    expect(isStep(Date.UTC(2028, 0, 1), start, 2, 'years')).toBe(true);
  });
});
