import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { WorldError } from '../base/index.js';
import {
  isLake,
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

/**
 * The script with which a Trino makes the tables `records` and `events` over a lake. Whether there are other logs than flow
 * logs, the lake of this machine says; where there is none the statement for `events` stands as a comment. Throws a
 * WorldError for a location that is not the folder `records`.
 */
export function trinoScript(options: TrinoTableOptions, lakePath: string): string {
  const location = options.location.replace(/\/+$/, '');
  if (!/(?:^|\/)records$/.test(location)) {
    throw new WorldError(`\`${options.location}\` is not the folder \`records\` of a lake.`, {
      help: 'name it as the Trino sees it, such as `s3://bucket/lake/records`; `events` lies beside it',
    });
  }
  const eventsLocation = location.replace(/records$/, 'events');
  const lines = trinoTableStatements({ ...options, location, eventsLocation }).map(({ text }) => `${text};`);
  const events = lines.pop() ?? '';
  const isHere = isLake(lakePath);
  return [
    '-- The lake as the table `records`. The catalog is of the Hive connector, with hive.recursive-directories=true.',
    ...lines,
    ...(isHere
      ? []
      : ['-- Where the lake has a folder `events` (Resolver, Network Firewall and other logs):']),
    ...(isHere && !existsSync(join(lakePath, 'events')) ? [] : [isHere ? events : `-- ${events}`]),
    '',
  ].join('\n');
}
