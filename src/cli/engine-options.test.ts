import { expect, test } from 'vitest';
import { engineFlags, engineOptions, engineRequest, trinoTableWords } from './engine-options.js';
import { readOptions } from './options.js';
import type { ProgressState } from './progress.js';

const read = (typed: Readonly<Record<string, string>>) => readOptions(engineOptions, typed, 'sluice analyze');
const quiet = { update: () => {}, end: () => {} };

test('the embedded engine needs no word, and options of Trino are refused with it', () => {
  expect(engineRequest(read({}), quiet)).toEqual({});
  expect(trinoTableWords(read({}))).toBeUndefined();
  for (const [name, flag] of [
    ['server', '--server'],
    ['schema', '--schema'],
    ['scratchSchema', '--scratch-schema'],
  ] as const) {
    expect(() => engineRequest(read({ [name]: 'a.b' }), quiet)).toThrow(`\`${flag}\` is an option of Trino.`);
  }
});

test('a Trino has defaults, and what was given is repeated in lines that ask the same', () => {
  const given = read({ engine: 'trino', schema: 'lake', scratchSchema: 'memory.mine' });
  expect(engineRequest(given, quiet).trino).toMatchObject({
    server: 'http://localhost:8080',
    catalog: 'hive',
    schema: 'lake',
    scratch: { catalog: 'memory', schema: 'mine' },
  });
  expect(trinoTableWords(given)).toBe('hive.lake.records of the Trino at http://localhost:8080');
  expect(engineFlags(given).filter(([, value]) => value !== undefined)).toEqual([
    ['--engine', 'trino'],
    ['--schema', 'lake'],
    ['--scratch-schema', 'memory.mine'],
  ]);
});

test('a scratch schema is named with its catalog', () => {
  for (const scratchSchema of ['mine', 'a.b.c', '.b', 'a.']) {
    expect(() => engineRequest(read({ engine: 'trino', scratchSchema }), quiet)).toThrow(
      'takes CATALOG.SCHEMA',
    );
  }
});

test('what the server tells is shown with the phase that it belongs to', () => {
  const shown: ProgressState[] = [];
  const request = engineRequest(read({ engine: 'trino' }), {
    ...quiet,
    update: (state) => shown.push(state),
  });
  request.onPhase?.('stitching conversations');
  request.trino?.onProgress?.({
    state: 'RUNNING',
    completedSplits: 12,
    totalSplits: 40,
    processedRows: 120_000,
    processedBytes: 1,
  });
  expect(shown).toEqual([
    { phase: 'stitching conversations' },
    { phase: 'stitching conversations', splits: 12, splitsTotal: 40, rows: 120_000 },
  ]);
});
