import { existsSync } from 'node:fs';
import { windowOf } from '../analysis/index.js';
import type { OpenAnalysis } from '../analyze.js';
import { dayOf, viewLedger } from '../ledger/basis.js';
import { ledgerFile, ledgerPath, loadLedger } from '../ledger/file.js';
import { policyFile, policyPath } from '../policy/index.js';
import { replayReport, replayTraffic } from '../replay/index.js';
import type { Detail, Section } from '../report/report.js';
import { section } from '../report/sections/section.js';
import {
  saturationOf,
  scenarioFolderOf,
  scenarioNeeds,
  scenarioRuns,
  scenarioSpans,
} from '../scenario/index.js';
import { decisionsSection } from './decisions.js';
import type { OutlookOptions } from './options.js';
import { deriveForReport, policySection } from './policy.js';
import { rollOutSection } from './roll-out.js';
import { saturationSection, scenariosSection } from './scenarios.js';

export interface OutlookRequest {
  readonly detail: Detail;
  /** Rows of each list. */
  readonly rows: number;
  /** Flags that lines must repeat to ask the same lake. */
  readonly flags: string;
  /** Folder that `ledger.csv` and `policy/` are looked for in without a workspace; default the current one. */
  readonly from?: string;
}

/**
 * What stands between the needs and a policy that is live: whether enough was seen, the scenarios, the decisions, the
 * policy that follows from them, what the recorded traffic says of it, and the way to go live. Parts that nothing is known
 * of are left out: without a ledger there is no policy.
 */
export async function outlookSections(opened: OpenAnalysis, request: OutlookRequest): Promise<Section[]> {
  const { session, setting } = opened;
  const options: OutlookOptions = {
    rows: request.rows,
    detail: request.detail,
    command: (words) => `sluice ${words}${request.flags === '' ? '' : ` ${request.flags}`}`,
  };
  const window = windowOf(session.prepared, session.options);
  const sections = [
    saturationSection(await saturationOf(session, window), options),
    ...(await scenarioPart(opened, request, options)),
  ];
  const path = ledgerPath(undefined, setting.workspace, request.from);
  const loaded = await loadLedger(path);
  if (loaded === undefined) {
    sections.push(
      section('decisions', 'Decisions', {
        points: ['There is no ledger of decisions yet, so no policy follows.'],
        commands: [options.command('ledger update'), options.command('ledger review')],
      }),
    );
    return sections;
  }
  sections.push(
    decisionsSection(await viewLedger(opened, loaded.ledger, dayOf(new Date())), ledgerFile, options),
  );
  const derived = await deriveForReport(opened, path);
  if (derived === undefined) return sections;
  return [
    ...sections,
    policySection(derived, options),
    ...(await replayPart(opened, request)),
    rollOutSection(derived, options),
  ];
}

async function scenarioPart(
  { session, setting }: OpenAnalysis,
  request: OutlookRequest,
  options: OutlookOptions,
): Promise<Section[]> {
  const runs = await scenarioRuns(setting.workspace, scenarioFolderOf(setting.workspace, request.from));
  const scenarios = scenarioSpans(runs, windowOf(session.prepared, session.options).to);
  if (scenarios.length === 0) return [];
  return [scenariosSection(scenarios, await scenarioNeeds(session, scenarios), options)];
}

/** The policy that was written, tried on the recorded traffic. */
async function replayPart(opened: OpenAnalysis, request: OutlookRequest): Promise<Section[]> {
  const path = policyPath(undefined, opened.setting.workspace, request.from);
  if (!existsSync(path)) return [];
  const result = await replayTraffic(opened, { policies: [path], from: request.from });
  const { headline, sections } = replayReport(result, request.rows);
  const told = sections.filter(({ id }) => id === 'blocked' || id === 'passes' || id === 'unknown');
  return [
    section('replay', `Replay of ${policyFile}`, {
      text: headline,
      tables: told.flatMap(({ title, tables }) => tables.map(({ table }) => ({ caption: title, table }))),
      points: told.flatMap(({ tables, title }) => (tables.length > 0 ? [] : [`${title}: none.`])),
      attention: result.answer.lists.blocked.needs > 0 || result.answer.lists.passes.needs > 0,
    }),
  ];
}
