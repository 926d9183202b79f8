import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyze } from '../../src/app/analyze.js';
import { openLake } from '../../src/app/open-lake.js';
import { WorldError } from '../../src/base/index.js';
import { sql, text } from '../../src/dialect/index.js';
import { Engine } from '../../src/store/index.js';
import { folderWith, log, record, take } from './support.js';

test('a lake whose catalogue lacks a column is of an older Sluice, not a defect', async () => {
  const folder = folderWith({ 'logs/a.log': log(record(1)) });
  await take(folder);
  const engine = await Engine.open({ threads: 1 });
  await engine.execute(sql`ATTACH ${text(join(folder, 'lake', 'catalogue.duckdb'))} AS c`);
  await engine.execute(sql`ALTER TABLE c.batches DROP COLUMN min_interface`);
  engine.close();
  const words = /is of an older Sluice: its catalogue lacks batches.min_interface/;
  await expect(take(folder)).rejects.toThrow(words);
  await expect(openLake(join(folder, 'lake'))).rejects.toThrow(words);
});

test('a lake that cannot be made is said, also where the system has no answer of its own', async () => {
  const folder = folderWith({ 'logs/a.log': log(record(1)), file: '' });
  for (const lakePath of ['/proc/x/y', '/dev/null', join(folder, 'file'), join(folder, 'file', 'lake')]) {
    await expect(take(folder, { lakePath })).rejects.toThrow(WorldError);
  }
});

test('a file of the lake that is gone or damaged is said with its cure', async () => {
  const folder = folderWith({ 'logs/a.log': log(record(1)) });
  await take(folder);
  const lakePath = join(folder, 'lake');
  const [file = ''] = readdirSync(lakePath, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.parquet'),
  );
  writeFileSync(join(lakePath, file), 'no table');
  await expect(analyze({ lake: lakePath, from: folder })).rejects.toThrow(/cannot be read/);
  rmSync(join(lakePath, file));
  await expect(analyze({ lake: lakePath, from: folder })).rejects.toThrow(WorldError);
});

test('a run that found no flow log says why each file was passed over', async () => {
  const folder = folderWith({ 'logs/a.json': '{"Vpcs": []}' });
  const request = { lake: join(folder, 'lake'), from: folder, paths: [join(folder, 'logs')] };
  await expect(analyze(request)).rejects.toThrow(/no flow logs in .*a\.json \(JSON without log events\)/);
});

test('asking for a lake that is not there makes none', async () => {
  const folder = folderWith({});
  await expect(analyze({ lake: join(folder, 'lake'), from: folder })).rejects.toThrow(/There is no lake/);
  expect(readdirSync(folder)).toEqual([]);
});

test('with strict the first loss is named with its place and reason', async () => {
  const folder = folderWith({ 'logs/a.log': log(record(1), '2 junk') });
  await expect(take(folder, { strict: true })).rejects.toThrow(
    /^1 line was rejected; the first: .*a\.log:3: too few fields/,
  );
});
