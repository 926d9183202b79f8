import {
  expandQuery,
  fillParameters,
  isOneQuery,
  parseStatements,
  type Statement,
} from '../../lang/index.js';
import { alterTable, repairTable } from './alter.js';
import {
  StatementContext,
  type StatementOf,
  type StatementOutcome,
  type StatementRequest,
} from './context.js';
import { createDatabase, createTable, createView, dropDatabase, dropTable, dropView } from './define.js';
import { explain } from './explain.js';
import { deallocate, execute, prepare } from './prepared.js';
import {
  describe,
  showColumns,
  showCreate,
  showDatabases,
  showPartitions,
  showProperties,
  showTables,
} from './show.js';
import { createTableAs, insert, unload } from './write.js';

type Carriers = {
  readonly [K in Statement['kind']]: (
    statement: StatementOf<K>,
    context: StatementContext,
  ) => Promise<StatementOutcome>;
};

/** Who carries out which statement; one that is forgotten does not compile. */
const carriers: Carriers = {
  query: async ({ query }, context) => {
    const request = context.query(query.span);
    const values = context.request.executionParameters ?? [];
    return { kind: 'query', request: { ...request, text: filled(request.text, values) } };
  },
  explain,
  prepare,
  execute,
  deallocate,
  createDatabase,
  createTable,
  createTableAs,
  createView,
  alterTable,
  repairTable,
  insert,
  unload,
  dropDatabase,
  dropTable,
  dropView,
  showDatabases,
  showTables,
  showViews: showTables,
  showColumns,
  showPartitions,
  showCreateTable: showCreate,
  showCreateView: showCreate,
  showProperties,
  describe,
};

/**
 * Carries out the statements of a text in their order, each before the next one is read. A query is handed back to be run.
 * Throws a DiagnosticError at the first statement that is not understood or cannot be carried out; those before it stay done.
 */
export async function* runStatements(given: StatementRequest): AsyncGenerator<StatementOutcome> {
  const { executionParameters = [] } = given;
  if (isOneQuery(given.text)) {
    const text = filled(given.text, executionParameters);
    yield { kind: 'query', request: { ...given, text } };
    return;
  }
  const { savedQueries = new Map(), parameters = {} } = given;
  const request = { ...given, text: expandQuery(given.text, 'athena', { savedQueries, parameters }).text };
  for (const { statement, offset } of parseStatements(request.text)) {
    request.signal?.throwIfAborted();
    const context = new StatementContext(request, offset);
    yield await carry(statement, context);
  }
}

/** A text that has no `?` and is given no values is not read here. */
function filled(text: string, values: readonly string[]): string {
  return values.length > 0 || text.includes('?') ? fillParameters(text, values) : text;
}

function carry(statement: Statement, context: StatementContext): Promise<StatementOutcome> {
  // The table says that each statement goes to the function of its kind.
  const carrier = carriers[statement.kind] as (
    statement: Statement,
    context: StatementContext,
  ) => Promise<StatementOutcome>;
  return carrier(statement, context);
}
