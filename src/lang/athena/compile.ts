import { groupedByStored, type Plan, scanConditions } from '../../plan/index.js';
import type { CompiledQuery, OutputColumn } from '../compiled.js';
import { QueryText } from '../problem.js';
import { type QuerySource, querySource, storedTexts } from '../source.js';
import type { AthenaCatalog } from './catalog.js';
import { eventTableNamed } from './event-tables.js';
import { lowerQuery } from './lower-query.js';
import { parseAthena } from './parse-query.js';
import { printQuery } from './print.js';
import { mentionedIn, type Statement } from './scope.js';
import { outputType, shownPlan } from './shown.js';
import { hiveTypeFor } from './statements/hive-type.js';
import { flowTable } from './table.js';

export interface AthenaOptions {
  /** Whether the column names of older tables (`sourceaddress`, `numbytes`) are known too; default false. */
  readonly olderNames?: boolean;
  /** Tables and views that were created; default none. */
  readonly catalog?: AthenaCatalog;
  /** Whether nested values stay as they are, to be written into files, instead of becoming texts; default false. */
  readonly asStored?: boolean;
}

/**
 * Reads a SELECT of Athena (engine version 3, Trino's SQL) over the flow logs and says what it means. Any table name
 * stands for them.
 * Throws a DiagnosticError with the place for anything that is not understood or that Trino would refuse.
 */
export function compileAthena(
  text: string,
  given: Partial<QuerySource> = {},
  options: AthenaOptions = {},
): CompiledQuery {
  const query = new QueryText(text);
  const { query: parsed, cursor } = parseAthena(query);
  const source = querySource(given);
  const statement: Statement = { query, diagnostics: [], mentioned: mentionedIn(cursor.tokens) };
  const result = lowerQuery(parsed, {
    statement,
    named: new Map(),
    flow: flowTable(source, options.olderNames ?? false),
    flowTable: source.table,
    eventTable: (name) => eventTableNamed(name, source),
    catalog: options.catalog,
    lowerQuery,
  });
  const plan = groupedByStored(options.asStored ? result.plan : shownPlan(result), storedTexts(source));
  const columns = result.columns.map((column): OutputColumn => {
    const stored = hiveTypeFor(column.type);
    const shown = { ...column, type: outputType(column.type) };
    return stored === undefined ? shown : { ...shown, stored };
  });
  const canonical = printQuery(parsed);
  return {
    language: 'athena',
    plan,
    columns,
    defaultLimit: undefined,
    steps: [canonical],
    canonical,
    overFlowLogs: isOverFlowLogs(plan, source),
    diagnostics: statement.diagnostics,
  };
}

/** A query that names only tables of other logs does not; a table that was created may well be of flow logs. */
function isOverFlowLogs(plan: Plan, { table, eventTable }: QuerySource): boolean {
  const scanned = scanConditions(plan);
  return scanned.has(table) || !scanned.has(eventTable);
}
