import type { CompiledQuery, OutputColumn, OutputType } from '../compiled.js';
import { QueryText } from '../problem.js';
import { type QuerySource, querySource } from '../source.js';
import { lowerQuery } from './lower-query.js';
import { parseAthena } from './parse-query.js';
import { printQuery } from './print.js';
import type { Statement } from './scope.js';
import { flowTable } from './table.js';
import { isDecimal, type TrinoType } from './types.js';

export interface AthenaOptions {
  /** Whether the column names of older tables (`sourceaddress`, `numbytes`) are known too; default false. */
  readonly olderNames?: boolean;
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
  const words = cursor.tokens.flatMap((token) => (token.kind === 'word' ? [token.text.toLowerCase()] : []));
  const statement: Statement = { query, diagnostics: [], mentioned: new Set(words) };
  const result = lowerQuery(parsed, {
    statement,
    named: new Map(),
    flow: flowTable(source, options.olderNames ?? false),
    flowTable: source.table,
    lowerQuery,
  });
  const columns = result.columns.map(
    (column): OutputColumn => ({ ...column, type: outputType(column.type) }),
  );
  const canonical = printQuery(parsed);
  return {
    language: 'athena',
    plan: result.plan,
    columns,
    defaultLimit: undefined,
    steps: [canonical],
    canonical,
    diagnostics: statement.diagnostics,
  };
}

function outputType(type: TrinoType): OutputType {
  if (isDecimal(type)) return 'decimal';
  return type === 'interval' ? 'varchar' : type;
}
