import { dirname } from 'node:path';
import { findWorkspace, type Workspace } from '../workspace/index.js';
import { loadScenarioFile, scenarioPath } from './file.js';
import { recordMarginSeconds, type ScenarioRun } from './run.js';

/** One scenario with all the spans in which it ran. */
export interface ScenarioSpans {
  readonly name: string;
  readonly spans: readonly { readonly from: number; readonly to: number }[];
  readonly runs: readonly ScenarioRun[];
}

/** Every run there is: those of `scenarios.csv` and those of `sluice.yaml`, in the order of their times. */
export async function scenarioRuns(
  workspace: Pick<Workspace, 'scenarios'> | undefined,
  folder: string,
): Promise<ScenarioRun[]> {
  const file = await loadScenarioFile(scenarioPath(folder));
  const written = (workspace?.scenarios ?? []).map(
    ({ name, from, to, note }): ScenarioRun => ({
      name,
      from,
      to,
      exitCode: null,
      commit: null,
      command: null,
      note,
    }),
  );
  return [...written, ...file.runs].sort((a, b) => a.from - b.from || (a.name < b.name ? -1 : 1));
}

/** Where the runs of scenarios are remembered: beside `sluice.yaml`, else in the current folder. */
export function scenarioFolderOf(
  workspace: Pick<Workspace, 'folder'> | undefined,
  from: string = process.cwd(),
): string {
  return workspace?.folder ?? from;
}

/** The same, without reading what `sluice.yaml` says. */
export async function scenarioFolder(from: string): Promise<string> {
  const found = await findWorkspace(from);
  return found === undefined ? from : dirname(found);
}

/** Runs by name, in the order in which each name came first. One that goes on reaches to `until`. */
export function scenarioSpans(runs: readonly ScenarioRun[], until: number): ScenarioSpans[] {
  const byName = new Map<string, ScenarioRun[]>();
  for (const run of runs) byName.set(run.name, [...(byName.get(run.name) ?? []), run]);
  return [...byName].map(([name, own]) => ({
    name,
    runs: own,
    spans: own.map(({ from, to }) => ({ from, to: to ?? Math.max(until, from) })),
  }));
}

/** Spans widened by what the times of records may be off, joined where they touch, so that nothing counts twice. */
export function widened(spans: ScenarioSpans['spans']): ScenarioSpans['spans'] {
  const sorted = spans
    .map(({ from, to }) => ({ from: from - recordMarginSeconds, to: to + recordMarginSeconds }))
    .sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.to + 1) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}
