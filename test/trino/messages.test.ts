import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runQuery } from '../../src/app/index.js';
import { DiagnosticError } from '../../src/base/index.js';
import { openSharedLake, type SharedLake, server } from './server.js';
import { refusedAlike, refusedOtherwise } from './wrong-queries.js';

describe.skipIf(server === undefined)('a wrong query is refused as Trino refuses it', () => {
  let shared: SharedLake;
  beforeAll(async () => {
    shared = await openSharedLake();
  });
  afterAll(() => shared.close());

  test('there are queries', () => expect(refusedAlike.length).toBeGreaterThan(60));

  test.each(refusedAlike)('%s', async (text) => {
    expect(sentence(await here(text))).toBe(sentence(await there(text)));
  });

  // A difference that has gone belongs to the list above.
  test.each(Object.keys(refusedOtherwise))('otherwise: %s', async (text) => {
    expect(sentence(await here(text))).not.toBe(sentence(await there(text)));
  });

  async function here(text: string): Promise<string> {
    const place = { engine: shared.lake.engine, contents: shared.lake.contents };
    try {
      await runQuery({ text, language: 'athena', lint: false, ...place });
    } catch (error) {
      const diagnostic = error instanceof DiagnosticError ? error.diagnostics[0] : undefined;
      if (diagnostic?.span === undefined) throw error;
      return `line 1:${diagnostic.span.start + 1}: ${diagnostic.message}`;
    }
    return 'answered';
  }

  async function there(text: string): Promise<string> {
    try {
      await shared.trino.query({ text, values: [] });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return error.message.replace(/^Trino: /, '').replace(/ \(query \w+\)(: \w+)?$/, '');
    }
    return 'answered';
  }
});

/** Without the lists of what was expected, which follow from each one's own grammar and functions. */
function sentence(message: string): string {
  return message
    .replace(/\. Expecting: .*$/s, '')
    .replace(/: it is a reserved word$/, '')
    .replace(/\. Expected: .*$/s, '');
}
