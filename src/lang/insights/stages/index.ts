import type { AnyStage } from '../stage.js';
import { dedupStage } from './dedup.js';
import { displayStage } from './display.js';
import { expandStage } from './expand.js';
import { fieldsStage } from './fields.js';
import { filterStage } from './filter.js';
import { jsonStage } from './json.js';
import { limitStage } from './limit.js';
import { parseStage } from './parse.js';
import { sortStage } from './sort.js';
import { statsStage } from './stats.js';
import { unnestStage } from './unnest.js';

/** Every command that is carried out; parser, completion and reference follow from this list. */
export const stages: readonly AnyStage[] = [
  fieldsStage,
  displayStage,
  filterStage,
  statsStage,
  sortStage,
  limitStage,
  dedupStage,
  parseStage,
  jsonStage,
  unnestStage,
  expandStage,
];

/** Documented commands that are not carried out yet; they are refused with these words and not as unknown. */
export const laterCommands: readonly string[] = [
  'filterIndex',
  'pattern',
  'diff',
  'anomaly',
  'unmask',
  'lookup',
  'cidrlookup',
  'join',
  'appendcols',
  'SOURCE',
  'addtotals',
  'accum',
  'autoregress',
  'filldown',
  'fillmissing',
  'outlier',
  'sessionize',
  'countFrequent',
  'count_frequent',
  'logcompare',
  'relevantfields',
  'search',
  'head',
  'tail',
];

const byWord = new Map(
  stages.flatMap((stage) => [stage.keyword, ...stage.aliases].map((word) => [word, stage] as const)),
);

export function stageFor(word: string): AnyStage | undefined {
  return byWord.get(word.toLowerCase());
}

export function stageOf(kind: AnyStage['keyword']): AnyStage | undefined {
  return byWord.get(kind);
}
