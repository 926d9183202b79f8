import { limits } from '../../base/index.js';
import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';
import { printExpression } from './print.js';
import { stageOf } from './stages/index.js';
import { nameOf, systemName } from './stages/names.js';
import { type Expression, fieldsIn, partsOf, type Stage } from './syntax.js';

type StatsStage = Extract<Stage, { kind: 'stats' }>;
type FilterStage = Extract<Stage, { kind: 'filter' }>;

/**
 * Puts the stages into the order in which they are carried out. AWS publishes queries that filter on raw fields after
 * the only `stats` and that limit before they sort; their captions hold only if the filter runs before the groups are
 * made and the sort before the limit. With two or more `stats` the text's order is strict.
 */
export function arrange(query: QueryText, stages: readonly Stage[]): Stage[] {
  const statsCount = stages.filter((stage) => stage.kind === 'stats').length;
  if (statsCount > limits.insightsStats) {
    const extra = stages.filter((stage) => stage.kind === 'stats')[limits.insightsStats];
    refuse(query, 'too-many-stats', { max: limits.insightsStats }, extra?.span ?? { start: 0, end: 0 });
  }
  checkPlaces(query, stages);
  const before: Stage[] = [];
  const after: Stage[] = [];
  const stats = stages.find((stage) => stage.kind === 'stats');
  const at = stats === undefined ? stages.length : stages.indexOf(stats);
  const rows = stages.findIndex((stage, index) => index > at && worksOnRows(stage));
  const strictFrom = rows < 0 ? stages.length : rows;
  for (const [index, stage] of stages.entries()) {
    if (index < at) before.push(stage);
    else if (stage.kind === 'filter' && statsCount === 1 && stats !== undefined && index < strictFrom) {
      const split = splitFilter(query, stage, outputsOf(query, stats, stages.slice(at + 1, index)));
      if (split.raw !== undefined) before.push(split.raw);
      if (split.outputs !== undefined) after.push(split.outputs);
    } else after.push(stage);
  }
  return sortBeforeLimits([...before, ...after]);
}

/** `sort` and `limit` stand after the last `stats`; only `limit` follows `dedup`; nothing that drops rows follows `limit`. */
function checkPlaces(query: QueryText, stages: readonly Stage[]): void {
  let earlier: Stage | undefined;
  for (const [index, stage] of stages.entries()) {
    if (stage.kind === 'source' && stages.slice(0, index).some((each) => each.kind !== 'source')) {
      const rule = 'it stands at the start of a query';
      refuse(query, 'misplaced-stage', { stage: 'SOURCE', rule }, stage.span, 'move it to the start');
    }
    if (earlier?.kind === 'dedup' && stage.kind !== 'limit') {
      refuse(
        query,
        'misplaced-stage',
        { stage: stage.kind, rule: 'only `limit` may follow `dedup`' },
        stage.span,
        'move it before `dedup`',
      );
    }
    if (stages.slice(0, index).some((each) => each.kind === 'pattern') && !afterPattern(stage)) {
      const rule = 'only `diff`, `logcompare`, `sort` and `limit` may follow `pattern`';
      refuse(query, 'misplaced-stage', { stage: stage.kind, rule }, stage.span, 'move it before `pattern`');
    }
    if (stage.kind === 'stats' && earlier !== undefined) {
      const rule = `\`${earlier.kind}\` stands after the last \`stats\``;
      refuse(query, 'misplaced-stage', { stage: earlier.kind, rule }, earlier.span, 'move it to the end');
    }
    if (earlier?.kind === 'limit' && (stage.kind === 'filter' || stage.kind === 'dedup')) {
      const rule = `\`${stage.kind}\` after \`limit\` is not supported yet`;
      refuse(query, 'misplaced-stage', { stage: stage.kind, rule }, stage.span, 'move it before `limit`');
    }
    if (stage.kind === 'sort' || stage.kind === 'limit' || stage.kind === 'dedup') earlier = stage;
    // The limit is carried out before it, so that what follows has its place.
    if (worksOnRows(stage) && earlier?.kind === 'limit') earlier = undefined;
  }
}

function afterPattern({ kind }: Stage): boolean {
  return kind === 'sort' || kind === 'limit' || kind === 'diff' || kind === 'logcompare';
}

function worksOnRows(stage: Stage): boolean {
  return stageOf(stage.kind)?.onRows(stage) === true;
}

/** Stages that work on the rows as they stand divide the text; within each part the sort comes first. */
function sortBeforeLimits(stages: readonly Stage[]): Stage[] {
  const at = stages.findIndex(worksOnRows);
  const stage = stages[at];
  if (stage === undefined) return sortBeforeLimit(stages);
  return [...sortBeforeLimit(stages.slice(0, at)), stage, ...sortBeforeLimits(stages.slice(at + 1))];
}

/** A sort is carried out before the limit wherever it stands, and before `dedup`, which keeps the first of its order. */
function sortBeforeLimit(stages: readonly Stage[]): Stage[] {
  const rank = (stage: Stage): number => {
    if (stage.kind === 'limit') return 3;
    if (stage.kind === 'dedup') return 2;
    return stage.kind === 'sort' ? 1 : 0;
  };
  return stages
    .map((stage, index) => ({ stage, index }))
    .sort((a, b) => rank(a.stage) - rank(b.stage) || a.index - b.index)
    .map(({ stage }) => stage);
}

/** Names that stand for something after `stats`. */
function outputsOf(query: QueryText, stats: StatsStage, between: readonly Stage[]): Set<string> {
  const later = between.flatMap((stage) => (stage.kind === 'fields' ? stage.items : []));
  const made = later.filter((item) => item.alias !== undefined);
  const names = [...stats.values, ...stats.keys, ...made].map(
    ({ expression, alias }) => alias?.name ?? systemName(nameOf(expression, query)),
  );
  const printed = [...stats.values, ...stats.keys].map(({ expression }) => printExpression(expression));
  return new Set([...names, ...printed]);
}

/** Conditions joined by `and` are told apart; one that mixes a raw field with an output has no place to stand. */
function splitFilter(
  query: QueryText,
  filter: FilterStage,
  outputs: ReadonlySet<string>,
): { raw?: FilterStage; outputs?: FilterStage } {
  const parts = filter.condition.kind === 'and' ? filter.condition.args : [filter.condition];
  const raw: Expression[] = [];
  const having: Expression[] = [];
  for (const part of parts) {
    const names = references(part, query, outputs);
    const onOutput = names.find((name) => outputs.has(name));
    const onRaw = names.find((name) => !outputs.has(name));
    if (onOutput !== undefined && onRaw !== undefined) {
      const help = 'put conditions on raw fields before `stats`';
      refuse(query, 'mixed-condition', { raw: onRaw, output: onOutput }, part.span, help);
    }
    (onRaw === undefined ? having : raw).push(part);
  }
  return { ...joined('raw', raw, filter), ...joined('outputs', having, filter) };
}

function joined<Key extends string>(
  key: Key,
  parts: readonly Expression[],
  filter: FilterStage,
): Partial<Record<Key, FilterStage>> {
  const [first] = parts;
  if (first === undefined) return {};
  const condition: Expression =
    parts.length === 1 ? first : { kind: 'and', args: parts, span: filter.condition.span };
  return { [key]: { ...filter, condition } } as Partial<Record<Key, FilterStage>>;
}

/** Names of fields, and the texts of calls that are outputs as they stand (`sum(bytes) > 1000`). */
function references(expression: Expression, query: QueryText, outputs: ReadonlySet<string>): string[] {
  const text = printExpression(expression);
  if (expression.kind === 'call' && (outputs.has(text) || outputs.has(query.slice(expression.span))))
    return [outputs.has(text) ? text : query.slice(expression.span)];
  if (expression.kind === 'field') return fieldsIn(expression).map((each) => systemName(each.name));
  if (expression.kind === 'call' && expression.name.toLowerCase() === 'bin') return ['@timestamp'];
  return partsOf(expression).flatMap((part) => references(part, query, outputs));
}
