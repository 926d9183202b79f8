import { DiagnosticError } from '../base/index.js';
import { compilePointer, type QuerySource } from '../lang/index.js';
import type { LakeContents } from '../store/index.js';
import { type EngineName, printFor, type QueryEngine } from './query-engine.js';
import { querySourceOf } from './query-source.js';
import { cellText, shownCell } from './query-values.js';

export interface LogRecordRequest {
  /** `@ptr` of a row of Logs Insights. */
  readonly pointer: string;
  readonly engine: QueryEngine;
  /** Default `duckdb`. */
  readonly engineName?: EngineName;
  readonly contents?: LakeContents;
  readonly source?: Partial<QuerySource>;
}

/**
 * The fields of the record that a pointer points to, those it has, as texts (CloudWatch Logs API reference,
 * `GetLogRecord`). Two records of one source with the same line are one here. Throws a DiagnosticError for text that is no
 * pointer, and when no record is there.
 */
export async function findLogRecord(
  request: LogRecordRequest,
): Promise<(readonly [name: string, value: string])[]> {
  const { pointer, engine, contents } = request;
  const source = { ...(contents === undefined ? {} : querySourceOf(contents)), ...request.source };
  const compiled = compilePointer(pointer, source);
  if (compiled === undefined) return noRecord(pointer);
  const { plan, columns, language } = compiled;
  const { rows } = await engine.query(printFor(request.engineName ?? 'duckdb', plan));
  const [row] = rows;
  if (row === undefined) return noRecord(pointer);
  return columns.flatMap(({ name, type }, index) => {
    const text = cellText(shownCell(row[index] ?? null, type, language), type, language);
    return text === null ? [] : [[name, text] as const];
  });
}

function noRecord(pointer: string): never {
  throw new DiagnosticError([
    {
      code: 'no-record',
      severity: 'error',
      source: '--ptr',
      message: `No record here is the one of \`${pointer}\`.`,
      help: 'ask the lake that gave the pointer; a lake that was built again may give its sources other numbers',
    },
  ]);
}
