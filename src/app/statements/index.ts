export type { StatementOutcome, StatementRequest } from './context.js';
export { runStatements } from './run.js';
