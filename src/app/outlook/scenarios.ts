import { formatShare, plural } from '../report/format.js';
import type { Section } from '../report/report.js';
import { section } from '../report/sections/section.js';
import { type Table, tableOf } from '../report/table.js';
import {
  type Saturation,
  type ScenarioNeed,
  type ScenarioSpans,
  saturationTable,
  scenarioNeedKey,
} from '../scenario/index.js';
import type { OutlookOptions } from './options.js';

interface ScenarioRow {
  readonly name: string;
  readonly runs: number;
  readonly seconds: number;
  readonly failed: number;
  readonly needs: number;
  readonly onlyHere: number;
  readonly connections: number;
}

/** The scenario matrix: what each scenario needed, and what it alone needed. */
export function scenariosSection(
  scenarios: readonly ScenarioSpans[],
  seen: readonly ScenarioNeed[],
  options: OutlookOptions,
): Section {
  const places = new Map<string, number>();
  for (const need of seen) {
    const key = scenarioNeedKey(need);
    places.set(key, (places.get(key) ?? 0) + 1);
  }
  const rows = scenarios.map(({ name, spans, runs }): ScenarioRow => {
    const own = seen.filter(({ scenario }) => scenario === name);
    return {
      name,
      runs: runs.length,
      seconds: spans.reduce((sum, { from, to }) => sum + to - from, 0),
      failed: runs.filter(({ exitCode }) => exitCode !== null && exitCode !== 0).length,
      needs: own.length,
      onlyHere: own.filter((need) => places.get(scenarioNeedKey(need)) === 1).length,
      connections: own.reduce((sum, { connections }) => sum + connections, 0),
    };
  });
  const silent = rows.filter(({ needs }) => needs === 0).map(({ name }) => `\`${name}\``);
  const failed = rows.filter((row) => row.failed > 0).map(({ name }) => `\`${name}\``);
  return section('scenarios', 'Scenarios', {
    points: [
      ...(silent.length === 0
        ? []
        : [`Nothing was recorded while ${silent.join(', ')} ran: check the window and the interfaces.`]),
      ...(failed.length === 0
        ? []
        : [`Runs of ${failed.join(', ')} failed: what they did not reach was not seen.`]),
    ],
    tables: [{ caption: '', table: scenarioMatrix(rows) }],
    commands: [options.command(`scenario compare ${compared(scenarios).join(' ')}`)],
    attention: silent.length > 0 || failed.length > 0,
  });
}

/** What the line below the matrix compares: the first two, or one with everything. A name may hold blanks, and no quotes. */
function compared([first, second]: readonly ScenarioSpans[]): string[] {
  return [first, second].map((each) => {
    const name = each?.name ?? 'all';
    return name.includes(' ') ? `'${name}'` : name;
  });
}

function scenarioMatrix(rows: readonly ScenarioRow[]): Table {
  return tableOf<ScenarioRow>(
    [
      { key: 'scenario', title: 'Scenario', kind: 'text', weight: 9, of: (row) => row.name },
      { key: 'runs', title: 'Runs', kind: 'count', of: (row) => row.runs },
      { key: 'seconds', title: 'Took', kind: 'seconds', of: (row) => row.seconds },
      { key: 'failed', title: 'Failed', kind: 'count', of: (row) => row.failed },
      { key: 'needs', title: 'Needs', kind: 'count', weight: 9, of: (row) => row.needs },
      { key: 'onlyHere', title: 'Only here', kind: 'count', weight: 8, of: (row) => row.onlyHere },
      { key: 'connections', title: 'Conns', kind: 'count', of: (row) => row.connections },
    ],
    rows,
  );
}

/** From here on the next connection is too likely a new one to call a workload known. */
const settledShare = 0.02;

/** Whether enough was seen, with what the estimate assumes. */
export function saturationSection({ workloads }: Saturation, options: OutlookOptions): Section {
  const open = workloads.filter(({ nextIsNew }) => (nextIsNew ?? 0) > settledShare);
  return section('saturation', 'Was enough seen?', {
    points: [
      open.length === 0
        ? `For every workload the next connection is a new need with at most ${formatShare(settledShare)}.`
        : `Not settled: ${open.map(({ workload, nextIsNew }) => `${workload} (next connection new: ${formatShare(nextIsNew ?? 0)})`).join(', ')}.`,
      `Estimates of ${plural(workloads.length, 'workload')} by Good–Turing and Chao1, which assume independent connections from traffic that stays as it is. Jobs that run less often than this capture is long, and failovers, are in none: make them scenarios.`,
    ],
    tables: [{ caption: '', table: saturationTable(workloads) }],
    commands: [options.command('saturation --hours')],
    attention: open.length > 0,
  });
}
