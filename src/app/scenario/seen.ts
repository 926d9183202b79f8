import { scenarioNeedsPlan, scenarioTable } from '../../outbound/index.js';
import { number, text } from '../analysis/cells.js';
import type { AnalysisSession } from '../analysis/index.js';
import { type ScenarioSpans, widened } from './scenarios.js';

/** A need by workload as one scenario saw it. */
export interface ScenarioNeed {
  readonly scenario: string;
  readonly workload: string;
  readonly destination: string;
  readonly protocol: number;
  readonly port: number;
  readonly connections: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly unanswered: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
}

/**
 * What each scenario saw. A need belongs to a scenario in which one of its connections was alive, give or take the minute
 * by which times of flow records may be off; a connection over several runs of one scenario counts in each.
 */
export async function scenarioNeeds(
  session: AnalysisSession,
  scenarios: readonly Pick<ScenarioSpans, 'name' | 'spans'>[],
): Promise<ScenarioNeed[]> {
  if (scenarios.length === 0) return [];
  await session.engine.fill(
    scenarioTable,
    scenarios.flatMap(({ name, spans }) =>
      widened(spans).map(({ from, to }) => [name, BigInt(from), BigInt(to)]),
    ),
  );
  return (await session.rows(scenarioNeedsPlan)).map((row) => ({
    scenario: text(row.scenario),
    workload: text(row.workload),
    destination: text(row.destination),
    protocol: number(row.protocol),
    port: number(row.port),
    connections: number(row.connections),
    accepted: number(row.accepted),
    rejected: number(row.rejected),
    unanswered: number(row.unanswered),
    bytesOut: number(row.bytes_out),
    bytesIn: number(row.bytes_in),
  }));
}

/** What a need by workload is told by. */
export function scenarioNeedKey(
  need: Pick<ScenarioNeed, 'workload' | 'destination' | 'protocol' | 'port'>,
): string {
  return [need.workload, need.destination, need.protocol, need.port].join('\u0000');
}

/** Names of the scenarios that saw each need, in the order of the scenarios. */
export function scenariosByNeed(
  needs: readonly ScenarioNeed[],
  order: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const need of needs) {
    const key = scenarioNeedKey(need);
    found.set(key, (found.get(key) ?? new Set()).add(need.scenario));
  }
  return new Map([...found].map(([key, names]) => [key, order.filter((name) => names.has(name))]));
}
