import { AssertionFailure, DiagnosticError, WorldError } from '../base/index.js';
import type { Language } from '../lang/index.js';
import { reason, TrinoQueryError } from '../store/index.js';

/** What the engine says of a query's own values; the rest of its message is about the engine. */
const valueErrors = /^(?:Invalid Input|Conversion|Out of Range|Invalid Type) Error: /;
const patternErrors =
  /Pattern failed to parse|invalid (?:escape|character class|perl operator|regex)|missing [)\]]|no argument for repetition|bad repetition/i;
const rangeErrors = /out of range|overflow/i;
const depthErrors = /Max(?:imum)? (?:expression|recursion|tree) depth/i;

/**
 * A failure of the engine in our words: a value of the query or of the records is the user's matter, memory and disk are
 * the world's, and a statement that the engine cannot read is our own mistake.
 */
export function engineFailure(cause: unknown, text: string, language: Language): Error {
  if (cause instanceof DiagnosticError || cause instanceof WorldError) return cause;
  if (cause instanceof TrinoQueryError) return trinoFailure(cause, text);
  const message = reason(cause);
  const [kind] = message.split(':');
  if (depthErrors.test(message)) {
    return failure(
      'query-too-deep',
      'The query is too deep for the engine.',
      text,
      'split it, or write chains as lists',
    );
  }
  if (patternErrors.test(message)) {
    return failure(
      'bad-regex',
      `A regular expression cannot be used: ${message.replace(/^.*?: /, '')}`,
      text,
      'write it as RE2 does',
    );
  }
  if (rangeErrors.test(message)) {
    const real = language === 'insights' ? 'toDouble(…)' : 'CAST(… AS DOUBLE)';
    const help = `write ${real} around the values before adding them up`;
    return failure('query-failed', 'A number is out of the range of its type.', text, help);
  }
  if (valueErrors.test(message)) return failure('query-failed', message.replace(valueErrors, ''), text);
  if (kind === 'Not implemented Error') {
    const what = message.replace(/^Not implemented Error: /, '');
    return failure(
      'engine-lacks',
      `The embedded engine cannot carry this out: ${what}`,
      text,
      'write it as a join',
    );
  }
  if (kind === 'Out of Memory Error') {
    const help = 'raise `--memory-limit`, or ask for less: a time range, fewer groups, a limit';
    return new WorldError('The query needs more memory than it may take.', { help, cause });
  }
  if (kind === 'IO Error') return new WorldError(message.replace(/^IO Error: /, ''), { cause });
  if (/^(?:Parser|Binder|Catalog|Syntax) Error/.test(message)) {
    return new AssertionFailure(`the engine reads the SQL that was made: ${message}`);
  }
  return cause instanceof Error ? cause : new Error(message);
}

/** Errors of Trino that are about the values of the query or of the records, and not about the SQL that was made. */
const trinoValueErrors = new Set([
  'DIVISION_BY_ZERO',
  'GENERIC_USER_ERROR',
  'INVALID_CAST_ARGUMENT',
  'INVALID_FUNCTION_ARGUMENT',
  'NUMERIC_VALUE_OUT_OF_RANGE',
  'SUBQUERY_MULTIPLE_ROWS',
]);
const missingTable = new Set(['CATALOG_NOT_FOUND', 'SCHEMA_NOT_FOUND', 'TABLE_NOT_FOUND']);

function trinoFailure(cause: TrinoQueryError, text: string): Error {
  const message = `Trino: ${cause.message} (query ${cause.queryId})`;
  if (trinoValueErrors.has(cause.errorName)) return failure('query-failed', message, text);
  if (missingTable.has(cause.errorName)) {
    const help =
      'name the place with `--catalog` and `--schema`, or make the table: `sluice connect --engine trino`';
    return new WorldError(message, { help, cause });
  }
  if (cause.errorType === 'USER_ERROR' && cause.errorName !== 'EXCEEDED_TIME_LIMIT') {
    return new WorldError(`${message}: ${cause.errorName}`, {
      help: 'compare the table with the one that `sluice connect --engine trino` prints',
      cause,
    });
  }
  return new WorldError(`${message}: ${cause.errorName}`, { cause });
}

function failure(code: string, message: string, text: string, help?: string): DiagnosticError {
  const diagnostic = { code, severity: 'error', source: 'query', message } as const;
  return new DiagnosticError([help === undefined ? diagnostic : { ...diagnostic, help }], text);
}
