import type { AnalysisSession } from '../analysis/index.js';
import { windowOf } from '../analysis/index.js';
import type { NeedGroup } from '../report/index.js';
import {
  scenarioFolderOf,
  scenarioNeedKey,
  scenarioNeeds,
  scenarioRuns,
  scenarioSpans,
  scenariosByNeed,
} from '../scenario/index.js';
import type { Workspace } from '../workspace/index.js';

/** The scenarios during which something of a need by workload was open, in the order in which each ran first. */
export interface KnownScenarios {
  readonly count: number;
  of(group: NeedGroup): readonly string[];
}

/** Reads the runs of scenarios, and asks the engine which needs each had. */
export async function readScenarios(
  session: AnalysisSession,
  workspace: Workspace | undefined,
): Promise<KnownScenarios> {
  const runs = await scenarioRuns(workspace, scenarioFolderOf(workspace));
  const scenarios = scenarioSpans(runs, windowOf(session.prepared, session.options).to);
  const seen = await scenarioNeeds(session, scenarios);
  const byNeed = scenariosByNeed(
    seen,
    scenarios.map(({ name }) => name),
  );
  return {
    count: scenarios.length,
    of: ({ first }) => byNeed.get(scenarioNeedKey({ ...first, destination: first.destinationAddress })) ?? [],
  };
}
