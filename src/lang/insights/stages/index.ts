import type { AnyStage } from '../stage.js';
import { accumStage } from './accum.js';
import { addtotalsStage } from './addtotals.js';
import { appendcolsStage } from './appendcols.js';
import { autoregressStage } from './autoregress.js';
import { cidrlookupStage } from './cidrlookup.js';
import { countFrequentStage } from './count-frequent.js';
import { dedupStage } from './dedup.js';
import { diffStage } from './diff.js';
import { displayStage } from './display.js';
import { expandStage } from './expand.js';
import { fieldsStage } from './fields.js';
import { filldownStage } from './filldown.js';
import { fillmissingStage } from './fillmissing.js';
import { filterStage } from './filter.js';
import { filterIndexStage } from './filter-index.js';
import { joinStage } from './join.js';
import { jsonStage } from './json.js';
import { limitStage } from './limit.js';
import { logcompareStage } from './logcompare.js';
import { lookupStage } from './lookup.js';
import { outlierStage } from './outlier.js';
import { parseStage } from './parse.js';
import { patternStage } from './pattern.js';
import { relevantfieldsStage } from './relevantfields.js';
import { sessionizeStage } from './sessionize.js';
import { sortStage } from './sort.js';
import { sourceStage } from './source.js';
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
  filterIndexStage,
  accumStage,
  autoregressStage,
  filldownStage,
  outlierStage,
  sessionizeStage,
  addtotalsStage,
  countFrequentStage,
  fillmissingStage,
  sourceStage,
  lookupStage,
  cidrlookupStage,
  joinStage,
  appendcolsStage,
  patternStage,
  diffStage,
  logcompareStage,
  relevantfieldsStage,
];

/** Documented commands that are refused, with the reason. */
export const refusedCommands: Readonly<Record<string, string>> = {
  anomaly: 'AWS does not document its output',
  unmask: 'it is a function: write `fields unmask(@message)`',
  search: 'AWS does not document it',
  head: '`limit` has taken its place',
  tail: '`sort` and `limit` have taken its place',
};

const byWord = new Map(
  stages.flatMap((stage) =>
    [stage.keyword, ...stage.aliases].map((word) => [word.toLowerCase(), stage] as const),
  ),
);

export function stageFor(word: string): AnyStage | undefined {
  return byWord.get(word.toLowerCase());
}

export function stageOf(kind: AnyStage['keyword']): AnyStage | undefined {
  return byWord.get(kind.toLowerCase());
}
