import { expect, test } from 'vitest';
import { WorldError } from '../base/index.js';
import { type Sql, sql } from '../dialect/index.js';
import { TrinoScratch } from './trino-scratch.js';
import { TrinoQueryError } from './trino-types.js';

/** A Trino that remembers what it was asked and does nothing, but fails where `refuse` matches. */
function remembering(refuse?: RegExp, errorName = 'PERMISSION_DENIED') {
  const asked: string[] = [];
  const query = async ({ text }: Sql) => {
    asked.push(text);
    if (refuse?.test(text)) throw new TrinoQueryError('Access Denied', errorName, 'USER_ERROR', 'q1');
    return { columns: [], rows: [] };
  };
  return { asked, query, execute: async (statement: Sql) => void (await query(statement)) };
}

const place = { catalog: 'hive', schema: 'scratch' };

test('a schema that is not there is made', async () => {
  const trino = remembering();
  await new TrinoScratch(trino, place).open();
  expect(trino.asked).toEqual([
    `SELECT 1 FROM "hive".information_schema.schemata WHERE schema_name = 'scratch'`,
    'CREATE SCHEMA IF NOT EXISTS "hive"."scratch"',
  ]);
});

test('a table that replaces another has a name of its own, so that it may read it', async () => {
  const trino = remembering();
  const scratch = new TrinoScratch(trino, place);
  await scratch.keep('needs', sql`SELECT 1`);
  const first = scratch.placeOf('needs')?.text ?? '';
  expect(first).toMatch(/^"hive"\."scratch"\."run_\d{8}t\d{6}_[0-9a-f]{8}_1_needs"$/);
  await scratch.keep('needs', sql`SELECT * FROM ${scratch.placeOf('needs') ?? sql``}`);
  const second = scratch.placeOf('needs')?.text ?? '';
  expect(trino.asked.slice(1)).toEqual([
    `CREATE TABLE ${second} AS SELECT * FROM ${first}`,
    `DROP TABLE IF EXISTS ${first}`,
  ]);
  expect(await scratch.dropAll()).toEqual([]);
  expect(trino.asked.at(-1)).toBe(`DROP TABLE IF EXISTS ${second}`);
});

test('rows travel in batches that fit into a statement, with quotes doubled', async () => {
  const trino = remembering();
  const scratch = new TrinoScratch(trino, place);
  const rows = Array.from({ length: 3 }, (_, index) => [BigInt(index), "it's".repeat(70_000), null, true]);
  const columns = [
    ['a', 'BIGINT'],
    ['b', 'VARCHAR'],
    ['c', 'VARCHAR'],
    ['d', 'BOOLEAN'],
  ] as const;
  await scratch.fill('answers', columns, rows);
  const [create = '', ...inserts] = trino.asked;
  expect(create).toContain('("a" BIGINT, "b" VARCHAR, "c" VARCHAR, "d" BOOLEAN)');
  expect(inserts).toHaveLength(3);
  for (const insert of inserts) expect(insert.length).toBeLessThan(1_000_000);
  expect(inserts[2]).toContain("json_parse('[[2,\"it''sit''s");
  expect(inserts[2]).toContain('",null,true]]\') AS ARRAY(ROW(BIGINT, VARCHAR, VARCHAR, BOOLEAN))');
});

test('a table whose statement failed is dropped too, and one that cannot be dropped is named', async () => {
  const stopped = remembering(/^CREATE TABLE/, 'USER_CANCELED');
  const scratch = new TrinoScratch(stopped, place);
  await expect(scratch.keep('needs', sql`SELECT 1`)).rejects.toThrow(WorldError);
  expect(await scratch.dropAll()).toEqual([]);
  expect(stopped.asked.at(-1)).toMatch(/^DROP TABLE IF EXISTS .*_needs"$/);

  const clinging = new TrinoScratch(remembering(/^DROP/), place);
  await clinging.keep('needs', sql`SELECT 1`);
  expect(await clinging.dropAll()).toEqual([expect.stringMatching(/_1_needs"$/)]);
});

test('a table that Trino refused to make is not named as left behind', async () => {
  const scratch = new TrinoScratch(remembering(/TABLE/, 'GENERIC_INTERNAL_ERROR'), place);
  await expect(scratch.keep('needs', sql`SELECT 1`)).rejects.toThrow(
    'Trino makes no tables in `hive.scratch`',
  );
  expect(await scratch.dropAll()).toEqual([]);
});

test('where no tables may be made, the place and the option that changes it are named', async () => {
  const failure = await new TrinoScratch(remembering(/^CREATE TABLE/), place)
    .keep('needs', sql`SELECT 1`)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(WorldError);
  expect(failure).toMatchObject({
    message: 'Trino makes no tables in `hive.scratch`: Access Denied (query q1)',
    help: expect.stringContaining('--scratch-schema'),
  });
});
