import { build, type Expr } from '../../plan/index.js';
import type { SystemField } from './fields.js';
import { missing, type Value, valueAt } from './value.js';

const { call, cast, coalesce, col, lit } = build;

/** System fields of events that are no flow records; `json` is the text of the event when it is JSON. */
export function eventSystemField(name: SystemField, json: Expr): Value {
  switch (name) {
    case '@timestamp':
      return { kind: 'timestamp', expr: call('fromUnixMillis', col('timestamp')) };
    case '@message':
      return { kind: 'text', expr: col('message') };
    case '@logStream':
      return { kind: 'text', expr: col('log_stream') };
    case '@log': {
      const account = coalesce(col('account'), lit('-'));
      return { kind: 'text', expr: call('concat', account, lit(':'), col('log_group')) };
    }
    case '@ingestionTime':
      return { kind: 'timestamp', expr: call('fromUnixMillis', col('ingestion_time')) };
    case '@aws.account':
      return { kind: 'text', expr: col('account') };
    case '@aws.region':
      // Only Resolver query logs say it.
      return { kind: 'text', expr: valueAt(json, ['region']).expr };
    case '@ptr': {
      const place = [col('source_id'), col('position')].map((column) => cast(column, 'varchar'));
      return {
        kind: 'text',
        expr: call('base64', call('concat', place[0] ?? missing.expr, lit(':'), place[1] ?? missing.expr)),
      };
    }
  }
}

/**
 * A field that is discovered in JSON: its path with dots, elements of lists by number from 0 (CloudWatch Logs User Guide,
 * "Supported logs and discovered fields"). An object or list can be named too and is a structure, as `jsonParse` makes one.
 * A member that begins with `@` is named with a second one. Undefined when no event has it; `names` are all discovered
 * names, or undefined when they are not all known.
 */
export function discoveredField(
  name: string,
  json: Expr,
  names: readonly string[] | undefined,
): Value | undefined {
  if (name.startsWith('@') && !name.startsWith('@@')) return undefined;
  const path = name.startsWith('@@') ? name.slice(1) : name;
  const inside = `${path}.`;
  if (names !== undefined && !names.some((each) => each === path || each.startsWith(inside)))
    return undefined;
  return valueAt(json, path.split('.'));
}
