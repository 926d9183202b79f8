import { DiagnosticError } from '../../base/index.js';
import { build } from '../../plan/index.js';
import { ColumnNames } from '../column-names.js';
import type { CompiledQuery } from '../compiled.js';
import { messageOf, type QuerySource, querySource } from '../source.js';
import { eventTable, flowLogTable } from './log-table.js';
import { outputType, shownExpr } from './shown.js';
import { missing } from './value.js';

const { and, call, coalesce, col, eq, lit } = build;

/** What a pointer says: the source of a record, and its place in it or, for a flow record, a digest of its line. */
interface Pointer {
  readonly sourceId: number;
  readonly position: number | undefined;
  readonly digest: string | undefined;
}

/**
 * The query for the record that an `@ptr` points to, with every field that its log has (CloudWatch Logs API reference,
 * `GetLogRecord`); it gives one row, or none, and is undefined when the lake has no log group that it can be in. Throws a DiagnosticError for text that is no pointer.
 */
export function compilePointer(pointer: string, given: Partial<QuerySource> = {}): CompiledQuery | undefined {
  // Copied from a line of CSV it brings the end of the line with it.
  const text = pointer.trim();
  const source = querySource(given);
  const { sourceId, position, digest } = readPointer(text);
  if (digest === undefined && source.groups.length === 0) return undefined;
  const table = digest === undefined ? eventTable(source, source.groups, undefined) : flowLogTable(source);
  const place =
    digest === undefined
      ? eq(col('position'), position ?? 0)
      : eq(call('md5', messageOf(source)), lit(digest));
  const names = new ColumnNames();
  const shown = table.allFields.map((name) => ({ name, value: table.field(name) ?? missing }));
  const columns = shown.map(({ name, value }) => ({
    name,
    column: names.claim(name),
    type: outputType(value),
  }));
  const projected = columns.map(({ column }, index) => [column, shownExpr(shown[index]?.value)] as const);
  const { plan } = table.rows
    .filter(and(eq(coalesce(col('source_id'), 0), sourceId), place))
    .limit(1)
    .project(Object.fromEntries(projected));
  return {
    language: 'insights',
    plan,
    columns,
    defaultLimit: undefined,
    steps: [`filter @ptr = '${text}'`],
    canonical: `filter @ptr = '${text}'`,
    diagnostics: [],
    overFlowLogs: table.isFlowLog,
  };
}

function readPointer(text: string): Pointer {
  const [, source, place = ''] = /^(\d{1,9}):([0-9a-f]{32}|\d{1,15})$/.exec(decoded(text)) ?? [];
  if (source === undefined) {
    throw new DiagnosticError([
      {
        code: 'bad-pointer',
        severity: 'error',
        source: '--ptr',
        message: `\`${text}\` is no pointer to a record.`,
        help: 'copy it from the answer of a query with `fields @ptr`',
      },
    ]);
  }
  const isDigest = place.length === 32;
  return {
    sourceId: Number(source),
    position: isDigest ? undefined : Number(place),
    digest: isDigest ? place : undefined,
  };
}

/** Base64 as text; empty for what is none. */
function decoded(text: string): string {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0 ? atob(text) : '';
}
