import { existsSync } from 'node:fs';
import {
  type LakeContents,
  TrinoEngine,
  type TrinoOptions,
  type TrinoTableOptions,
  trinoTableStatements,
} from '../store/index.js';
import { openLake } from './open-lake.js';

export interface OpenTrino {
  readonly engine: TrinoEngine;
  /** What the lake holds, when one lies at the given path; it tells the formats of the logs. */
  readonly contents: LakeContents | undefined;
}

/**
 * A Trino to run queries on. The catalogue of a lake beside it, if there is one, says which fields the logs have; without
 * one they have those of the default format. Throws a WorldError when `server` is no address.
 */
export async function openTrino(options: TrinoOptions, lakePath: string): Promise<OpenTrino> {
  const engine = new TrinoEngine(options);
  if (!existsSync(lakePath)) return { engine, contents: undefined };
  const lake = await openLake(lakePath);
  lake.close();
  return { engine, contents: lake.contents };
}

/** The script with which a Trino makes the table `records` over a lake. */
export function trinoScript(options: TrinoTableOptions): string {
  const statements = trinoTableStatements(options).map((statement) => `${statement.text};`);
  return [
    '-- The lake as the table `records`. The catalog is of the Hive connector, with hive.recursive-directories=true.',
    ...statements,
    '',
  ].join('\n');
}
