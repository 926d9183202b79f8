import { WorldError } from '../base/index.js';
import type { CellValue } from './engine.js';
import { type TrinoProgress, TrinoQueryError } from './trino-types.js';

/** One answer of Trino's client protocol (its documentation, "Trino client REST API"), checked. */
export interface TrinoAnswer {
  readonly id: string;
  readonly nextUri: string | undefined;
  readonly columns: readonly { readonly name: string; readonly type: string }[] | undefined;
  readonly rows: readonly (readonly CellValue[])[];
  readonly progress: TrinoProgress;
}

/** Reads an answer. Throws a TrinoQueryError when the query failed, a WorldError when this is no answer of Trino's. */
export function readAnswer(body: string, server: string): TrinoAnswer {
  const answer = parseBody(body, server);
  const id = String(answer.id ?? '');
  if (isObject(answer.error)) throw queryError(answer.error, id);
  const types = columnsOf(answer.columns);
  const data = Array.isArray(answer.data) ? answer.data : [];
  return {
    id,
    nextUri: typeof answer.nextUri === 'string' ? answer.nextUri : undefined,
    columns: types,
    rows: data.map((row) => rowOf(row, types ?? [])),
    progress: progressOf(answer.stats),
  };
}

/** Integers beyond 2^53 would be rounded by `JSON.parse`, so they are read as text and turned by the column's type. */
function parseBody(body: string, server: string): Record<string, unknown> {
  const exact = body.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.])-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  try {
    const parsed: unknown = JSON.parse(exact);
    if (isObject(parsed) && typeof parsed.id === 'string') return parsed;
  } catch (cause) {
    throw notTrino(server, cause);
  }
  throw notTrino(server, undefined);
}

export function notTrino(server: string, cause: unknown): WorldError {
  const help = 'name the address of a Trino coordinator, such as `http://localhost:8080`';
  return new WorldError(`\`${server}\` does not answer as Trino does.`, { path: server, help, cause });
}

function queryError(error: Record<string, unknown>, id: string): TrinoQueryError {
  const message = String(error.message ?? 'no message');
  return new TrinoQueryError(
    message.split('\n')[0] ?? message,
    String(error.errorName ?? 'UNKNOWN'),
    String(error.errorType ?? 'UNKNOWN'),
    id,
  );
}

function columnsOf(value: unknown): { name: string; type: string }[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter(isObject).map((column) => ({ name: String(column.name), type: String(column.type) }));
}

function rowOf(row: unknown, columns: readonly { readonly type: string }[]): CellValue[] {
  return Array.isArray(row) ? row.map((cell, index) => cellOf(cell, columns[index]?.type ?? '')) : [];
}

function cellOf(cell: unknown, type: string): CellValue {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'boolean' || typeof cell === 'number') return cell;
  if (typeof cell !== 'string') return JSON.stringify(cell);
  if (type === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : BigInt(cell);
  // The doubles that JSON has no number for.
  if (type === 'double' || type === 'real') return Number(cell);
  return cell;
}

function progressOf(value: unknown): TrinoProgress {
  const stats = isObject(value) ? value : {};
  const count = (key: string): number => Number(stats[key] ?? 0);
  return {
    state: String(stats.state ?? ''),
    completedSplits: count('completedSplits'),
    totalSplits: count('totalSplits'),
    processedRows: count('processedRows'),
    processedBytes: count('processedBytes'),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
