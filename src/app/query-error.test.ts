import { expect, test } from 'vitest';
import { DiagnosticError } from '../base/index.js';
import { compileAthena, compileInsights } from '../lang/index.js';
import { awsQueryError, queryErrorJson } from './query-error.js';

function refusal(work: () => unknown): DiagnosticError {
  try {
    work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error;
    throw error;
  }
  throw new Error('nothing is refused');
}

test('a query that is not understood is malformed, with its place', () => {
  const error = refusal(() => compileInsights('fields a\n| filtre b = 1'));
  expect(awsQueryError(error)).toEqual({
    __type: 'MalformedQueryException',
    message: '`filtre` is no command of Logs Insights.',
    queryCompileError: {
      location: { startCharOffset: 11, endCharOffset: 17 },
      message: '`filtre` is no command of Logs Insights.',
    },
  });
  expect(JSON.parse(queryErrorJson(error, 'insights'))).toEqual({
    schemaVersion: 1,
    kind: 'query-error',
    errors: [
      {
        code: 'unknown-command',
        message: '`filtre` is no command of Logs Insights.',
        source: 'query',
        line: 2,
        column: 3,
        help: 'write `filter`',
      },
    ],
    aws: awsQueryError(error),
  });
});

test('a log group that is not there is not found', () => {
  const error = refusal(() => compileInsights("SOURCE 'nowhere' | fields a"));
  expect(awsQueryError(error)).toMatchObject({ __type: 'ResourceNotFoundException' });
});

test('Athena has errors of its own', () => {
  const error = refusal(() => compileAthena('SELEC 1'));
  expect(JSON.parse(queryErrorJson(error, 'athena'))).not.toHaveProperty('aws');
});
