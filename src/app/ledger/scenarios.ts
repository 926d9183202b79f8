import { build } from '../../plan/index.js';
import { number, text } from '../analysis/cells.js';
import type { AnalysisSession } from '../analysis/index.js';
import type { NeedGroup } from '../report/index.js';
import type { Workspace } from '../workspace/index.js';

const { and, col, eq, ge, keep, left, lt, right, scan } = build;

/** Times of flow logs are up to a minute off (VPC User Guide, aggregation on Nitro instances: 60 s or less). */
const marginSeconds = 60;

/** The scenarios during which something of a need by workload was open, in the order of `sluice.yaml`. */
export interface KnownScenarios {
  readonly count: number;
  of(group: NeedGroup): readonly string[];
}

/** Asks for each scenario once which needs it had; the engine compares the times. */
export async function readScenarios(
  session: AnalysisSession,
  workspace: Workspace | undefined,
): Promise<KnownScenarios> {
  const found = new Map<string, string[]>();
  const scenarios = workspace?.scenarios ?? [];
  for (const { name, from, to } of scenarios) {
    for (const row of await session.rows(needsBetween(from - marginSeconds, to + marginSeconds))) {
      const key = keyOf(text(row.workload), text(row.destination), number(row.protocol), number(row.port));
      const names = found.get(key);
      if (names) names.push(name);
      else found.set(key, [name]);
    }
  }
  return {
    count: scenarios.length,
    of: ({ first }) =>
      found.get(keyOf(first.workload, first.destinationAddress, first.protocol, first.port)) ?? [],
  };
}

function keyOf(workload: string, destination: string, protocol: number, port: number): string {
  return [workload, destination, protocol, port].join('\u0000');
}

/** Needs by workload of which a connection was open in a span of time. */
function needsBetween(from: number, to: number) {
  const open = scan('outbound_opening').filter(lt(col('first_seen'), to), ge(col('last_seen'), from));
  const same = and(
    eq(left('iface_no'), right('iface')),
    eq(left('source_no'), right('source')),
    eq(left('destination_no'), right('destination')),
    ...['protocol', 'port', 'vantage'].map((name) => eq(left(name), right(name))),
  );
  return scan('outbound_inventory')
    .only('semi', open, same)
    .project(keep('workload', 'destination', 'protocol', 'port'))
    .distinct().plan;
}
