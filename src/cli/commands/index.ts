import type { AnyCommand } from '../command.js';
import { analyze } from './analyze.js';
import { completionCommand } from './completion.js';
import { connect } from './connect.js';
import { coverage } from './coverage.js';
import { enable } from './enable.js';
import { explain } from './explain.js';
import { ingest } from './ingest.js';
import { init } from './init.js';
import { inventoryCommands, inventoryShow } from './inventory.js';
import { ledgerCommands } from './ledger.js';
import { outbound } from './outbound.js';
import { policyCommands } from './policy.js';
import { queries, queriesRun, queriesShow } from './queries.js';
import { query } from './query.js';
import { replay } from './replay.js';
import { saturation } from './saturation.js';
import { scenarioAdd, scenarioList, scenarioRun, scenarioStart, scenarioStop } from './scenario.js';
import { scenarioCompare } from './scenario-compare.js';
import { shell } from './shell.js';

/** Every command, in the order of the help. Parser, help, completion and the reference page read this list. */
export const commands: readonly AnyCommand[] = [
  analyze,
  outbound,
  explain,
  coverage,
  ...ledgerCommands,
  ...policyCommands,
  replay,
  scenarioRun,
  scenarioStart,
  scenarioStop,
  scenarioAdd,
  scenarioList,
  scenarioCompare,
  saturation,
  query,
  queries,
  queriesShow,
  queriesRun,
  shell,
  ingest,
  inventoryCommands,
  inventoryShow,
  init,
  enable,
  connect,
  completionCommand(() => commands),
];
