import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runQuery } from '../../src/app/index.js';
import { languagesOf, queryOf, readyQuestions } from '../../src/app/queries/index.js';
import { DiagnosticError } from '../../src/base/index.js';
import { measureOf, plain, settled, valuesFor } from '../queries/settled-rows.js';
import { openSharedLake, type SharedLake, server } from './server.js';

const asked = readyQuestions
  .filter((question) => question.over === 'records')
  .flatMap((question) =>
    languagesOf(question).map((language) => ({ name: question.name, language, question })),
  );

test('there are questions', () => expect(asked.length).toBeGreaterThan(80));

describe.skipIf(server === undefined)('ready questions answer alike on DuckDB and on Trino', () => {
  let shared: SharedLake;
  beforeAll(async () => {
    shared = await openSharedLake();
  });
  afterAll(() => shared.close());

  test.each(asked)('$name in $language', async ({ language, question }) => {
    const { contents, engine } = shared.lake;
    let query: ReturnType<typeof queryOf>;
    try {
      query = queryOf({ question, language, parameters: valuesFor(question, '10.32.21.2') }, contents);
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      expect(error.diagnostics.map((each) => each.code)).toEqual(['field-not-logged']);
      return;
    }
    const here = await runQuery({ ...query, lint: false, engine, contents });
    const there = await runQuery({
      ...query,
      lint: false,
      engine: shared.trino,
      engineName: 'trino',
      contents,
    });
    expect(there.columns).toEqual(here.columns);
    expect(there.rows).toHaveLength(here.rows.length);
    // Any 200 records are a right answer of the guide's first question.
    if (question.name === 'guide-admin-traffic') return;
    const measure = measureOf(
      question,
      here.columns.map((each) => each.name),
    );
    const rows = [here, there].map((each) => plain(settled(each.rows, query.text, measure)).sort());
    expect(rows[1]).toEqual(rows[0]);
  });
});
