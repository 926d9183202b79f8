import { build, type Expr, type NamedExpr, type Plan } from '../../plan/index.js';
import type { CompiledQuery, OutputColumn, OutputType } from '../compiled.js';
import { QueryText } from '../problem.js';
import { type QuerySource, querySource } from '../source.js';
import { lowerQuery, type Result } from './lower-query.js';
import { refuse } from './messages.js';
import { parseAthena } from './parse-query.js';
import { printQuery } from './print.js';
import type { Statement } from './scope.js';
import { flowTable } from './table.js';
import { elementOf, hasPlainText, isArray, isDecimal, type TrinoType } from './types.js';

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
  const plan = shownArrays(result, query);
  const columns = result.columns.map(
    (column): OutputColumn => ({ ...column, type: outputType(column.type) }),
  );
  const canonical = printQuery(parsed);
  return {
    language: 'athena',
    plan,
    columns,
    defaultLimit: undefined,
    steps: [canonical],
    canonical,
    diagnostics: statement.diagnostics,
  };
}

/** An array is shown as Athena's own answers write it: as a text in brackets. */
function shownArrays({ plan, columns }: Result, query: QueryText): Plan {
  const arrays = columns.filter((column) => isArray(column.type));
  if (arrays.length === 0) return plan;
  const other = arrays.find((column) => !hasPlainText(elementOf(column.type)));
  if (other !== undefined) {
    const help = 'write CAST(… AS VARCHAR) around the elements before they become an array';
    const span = { start: 0, end: query.text.length };
    refuse(query, 'not-supported', { what: `The type ${other.type} in the answer` }, span, help);
  }
  const shown = (name: string, expr: Expr): NamedExpr =>
    arrays.some((column) => column.column === name)
      ? { name, expr: build.call('arrayText', expr) }
      : { name, expr };
  // A projection stays one, so that it stays directly above the sort whose order it keeps.
  if (plan.kind === 'project')
    return { ...plan, columns: plan.columns.map(({ name, expr }) => shown(name, expr)) };
  return {
    kind: 'project',
    input: plan,
    columns: columns.map(({ column }) => shown(column, build.col(column))),
  };
}

function outputType(type: TrinoType): OutputType {
  if (isArray(type)) return 'varchar';
  if (isDecimal(type)) return 'decimal';
  return type === 'interval' ? 'varchar' : type;
}
