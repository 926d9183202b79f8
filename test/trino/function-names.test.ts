import { describe, expect, test } from 'vitest';
import { sql } from '../../src/dialect/index.js';
import { functionNames, refusedFunctions } from '../../src/lang/athena/functions/index.js';
import { TrinoEngine } from '../../src/store/index.js';
import { server } from './server.js';

/** What Trino's grammar has words for, which it does not list among its functions. */
const special = 'coalesce current_time current_timestamp if localtime localtimestamp nullif try'.split(' ');

describe.skipIf(server === undefined)('the functions that Trino lists', () => {
  const list = async (): Promise<string[]> => {
    const memory = new TrinoEngine({ server: server ?? '', catalog: 'memory', schema: 'default' });
    const { rows } = await memory.query(sql`SHOW FUNCTIONS`);
    return [...new Set(rows.map(([name]) => String(name).toLowerCase()))];
  };

  test('each is carried out or refused with a reason', async () => {
    const names = await list();
    expect(names.length).toBeGreaterThan(300);
    const known = new Set([...functionNames, ...Object.keys(refusedFunctions)]);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  test('what is carried out is among them', async () => {
    const names = new Set([...(await list()), ...special]);
    expect(functionNames.filter((name) => !names.has(name))).toEqual([]);
  });
});
