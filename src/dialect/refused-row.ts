import { DiagnosticError } from '../base/index.js';

/** The row of a function that an engine lacks: a query that calls it is refused, with the reason. */
export function refusedRow(what: string, engine: string, reason: string): () => never {
  return () => {
    throw refusal(what, engine, reason);
  };
}

/** What is thrown for a part of a query that an engine cannot carry out as it is meant. */
export function refusal(what: string, engine: string, reason: string): DiagnosticError {
  return new DiagnosticError([
    {
      code: 'not-on-this-engine',
      severity: 'error',
      source: 'query',
      message: `${what} cannot be carried out on ${engine}: ${reason}.`,
      help: 'run the query without `--engine`, on the embedded engine',
    },
  ]);
}

/** What is thrown when calls inside of each other come to more SQL than an engine plans in reasonable time. */
export function tooLarge(): DiagnosticError {
  return new DiagnosticError([
    {
      code: 'too-heavy',
      severity: 'error',
      source: 'query',
      message: 'The calls inside of each other come to too long a computation.',
      help: 'write it with fewer calls inside of each other',
    },
  ]);
}
