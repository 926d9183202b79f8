import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type QueryRequest, type QueryResult, runQuery } from '../../src/app/index.js';
import { DiagnosticError } from '../../src/base/index.js';
import type { Language } from '../../src/lang/index.js';
import type { Plan } from '../../src/plan/index.js';
import { comparable, openSharedLake, type SharedLake, server } from './server.js';

const cases = join(import.meta.dirname, '..', 'cases');

/** Cases whose answer differs, each with its reason; only the number of rows is compared. */
const undetermined: Readonly<Record<string, string>> = {
  'insights/earliest-latest.txt': 'many records share the earliest second',
  'athena/aggregates-more-filter.txt':
    'Trino 476 answers min_by(y, x, 2) with a null that is not among the two least',
  'athena/json-parse.txt': 'json_parse sorts the members of an object on Trino; the reference says so',
  'athena/maps-grouped.txt': 'the entries of a map have no order',
  'athena/map-functions.txt': 'the entries of a map have no order',
};

/** Cases that Trino refuses by itself and DuckDB answers, with the words of the refusal; the reference says so. */
const refusedByTrino: Readonly<Record<string, string>> = {
  'athena/correlated-with.txt': 'Given correlated subquery is not supported',
  'athena/correlated-deep.txt': 'Given correlated subquery is not supported',
  'athena/lateral-left.txt': 'Given correlated subquery is not supported',
  'athena/recursive.txt': 'is not coercible to recursion base relation output type (varchar(1))',
};

describe.skipIf(server === undefined)('queries answer alike on DuckDB and on Trino', () => {
  let shared: SharedLake;
  beforeAll(async () => {
    shared = await openSharedLake();
  });
  afterAll(() => shared.close());

  const files = (['athena', 'insights'] as const).flatMap((language) =>
    readdirSync(join(cases, language))
      .filter((file) => file.endsWith('.txt') && !file.startsWith('error-'))
      .map((file) => ({ language, file, path: join(cases, language, file) })),
  );
  test('there are cases', () => expect(files.length).toBeGreaterThan(100));

  test.each(files)('$language/$file', async ({ language, file, path }) => {
    const text = (readFileSync(path, 'utf8').split(/^==> /m)[0] ?? '').trim();
    const here = await outcome({ text, language, ...duckdbPlace() });
    const there = await outcome({
      text,
      language,
      engine: shared.trino,
      engineName: 'trino',
      contents: shared.lake.contents,
    });
    if (isRefusedByTrino(there)) {
      console.info(`${language}/${file} is refused: ${there.message}`);
      return;
    }
    const refused = refusedByTrino[`${language}/${file}`];
    if (refused !== undefined) {
      expect(here).not.toBeInstanceOf(Error);
      expect(there instanceof Error ? there.message : 'answered').toContain(refused);
      return;
    }
    if (here instanceof Error || there instanceof Error) {
      const [onDuckDb, onTrino] = [here, there].map((each) => (each instanceof Error ? each.message : null));
      expect({ onDuckDb, onTrino }).toEqual({ onDuckDb: expect.any(String), onTrino: expect.any(String) });
      return;
    }
    expect(there.columns).toEqual(here.columns);
    if (undetermined[`${language}/${file}`] !== undefined) {
      expect(there.rows.length).toBe(here.rows.length);
      return;
    }
    const ordered = isOrdered(here.compiled.plan);
    expect(comparable(there.rows, ordered)).toEqual(comparable(here.rows, ordered));
  });

  const duckdbPlace = () => ({ engine: shared.lake.engine, contents: shared.lake.contents });

  test('a query that finds nothing has its columns on both', async () => {
    const request = { text: "SELECT srcaddr FROM t WHERE srcaddr = 'x'", language: 'athena' as Language };
    const here = await runQuery({ ...request, ...duckdbPlace() });
    const there = await runQuery({ ...request, engine: shared.trino, engineName: 'trino' });
    expect(there.rows).toEqual([]);
    expect(there.columns).toEqual(here.columns);
    expect(there.diagnostics.map((each) => each.code)).toEqual(here.diagnostics.map((each) => each.code));
  });

  test('a query that is stopped is stopped on the server too', async () => {
    const { trino } = shared;
    const text =
      'SELECT count(*) FROM t a JOIN t b ON a.dstport < b.dstport + 1 JOIN t c ON b.srcport < c.srcport + 1';
    const stop = new AbortController();
    const request = {
      text,
      language: 'athena' as Language,
      engine: trino,
      engineName: 'trino' as const,
      lint: false,
    };
    const running = runQuery({ ...request, signal: stop.signal });
    setTimeout(() => stop.abort(), 1500);
    await expect(running).rejects.toThrow();
    const { rows } = await trino.query({
      text: "SELECT state FROM system.runtime.queries WHERE source = 'sluice' AND query LIKE '%JOIN%' AND query NOT LIKE '%runtime%' ORDER BY created DESC LIMIT 1",
      values: [],
    });
    expect(rows).toEqual([['FAILED']]);
  });
});

async function outcome(request: QueryRequest): Promise<QueryResult | Error> {
  try {
    return await runQuery({ lint: false, ...request });
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function isRefusedByTrino(outcome: QueryResult | Error): outcome is DiagnosticError {
  return outcome instanceof DiagnosticError && outcome.diagnostics[0]?.code === 'not-on-this-engine';
}

/** Whether the order of the rows is the query's. Rows with equal keys may still come in any order. */
function isOrdered(plan: Plan): boolean {
  switch (plan.kind) {
    case 'sort':
      return true;
    case 'limit':
    case 'project':
      return isOrdered(plan.input);
    default:
      return false;
  }
}
