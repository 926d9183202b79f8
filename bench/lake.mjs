/** What the parts share: the lake that `ingest` leaves, and DuckDB alone. */
import { existsSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { mainPath, sluice, Unavailable } from './measure.mjs';

/** @typedef {{format: string, folder: string, logs: string, inventory: string, lake: string, runs: number, dataset: any}} Context */

export const literal = (text) => `'${text.replaceAll("'", "''")}'`;

export async function withDuckDb(work) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export function requireProgram() {
  if (!existsSync(mainPath)) throw new Unavailable('`dist/cli/main.js` is not there: run `npm run build`');
}

export async function ingestInto(context, lake) {
  requireProgram();
  return sluice(['ingest', context.logs, '--lake', lake, '--progress', 'off']);
}

export async function ensureLake(context) {
  if (!existsSync(context.lake)) await ingestInto(context, context.lake);
}
