import { duckdb, printPlan, type Sql, trino, writtenOut } from '../dialect/index.js';
import type { Plan } from '../plan/index.js';
import type { Engine } from '../store/index.js';

/** What a query needs of an engine; the embedded one and Trino both are one. */
export type QueryEngine = Pick<Engine, 'query' | 'stream' | 'interrupt'>;

export type EngineName = 'duckdb' | 'trino';

/** The statement for an engine. Throws a DiagnosticError for what the engine lacks. */
export function printFor(engine: EngineName, plan: Plan): Sql {
  // Written out, so that the text that is shown can be carried to Athena as it stands.
  return engine === 'trino' ? writtenOut(printPlan(plan, trino)) : printPlan(plan, duckdb);
}
