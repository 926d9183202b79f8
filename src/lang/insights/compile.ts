import { type Diagnostic, limits } from '../../base/index.js';
import { groupedByStored } from '../../plan/index.js';
import type { CompiledQuery } from '../compiled.js';
import { QueryText } from '../problem.js';
import { type QuerySource, querySource, storedTexts } from '../source.js';
import { arrange } from './arrange.js';
import { chooseTable } from './choose-table.js';
import { parseInsights, printInsights, printStage } from './parse.js';
import { Pipeline } from './pipeline.js';
import { rangeOf } from './range.js';
import type { SubqueryCompiler } from './scope.js';
import { stageOf } from './stages/index.js';
import type { Stage } from './syntax.js';

/**
 * Reads a Logs Insights query and says what it means over the flow logs, or over the log groups that it names.
 * Throws a DiagnosticError with the place for anything that is not understood.
 */
export function compileInsights(
  text: string,
  source: Partial<QuerySource> = {},
  options: { readonly pointers?: boolean } = {},
): CompiledQuery {
  const query = new QueryText(text);
  const tooLong = lengthWarning(query);
  const stages = parseInsights(query);
  const ordered = arrange(query, stages);
  const from = querySource(source);
  const compileNested: SubqueryCompiler = (nested, range) => {
    const inner = new Pipeline(query, from, {
      table: chooseTable(query, nested, from),
      range: range ?? rangeOf(nested, from.range),
    });
    carryOut(arrange(query, nested), inner);
    pipeline.scope.diagnostics.push(...inner.scope.diagnostics);
    return inner;
  };
  const pipeline = new Pipeline(query, from, {
    table: chooseTable(query, ordered, from),
    range: rangeOf(ordered, from.range),
    pointers: options.pointers ?? false,
    compile: compileNested,
  });
  carryOut(ordered, pipeline);
  const finished = pipeline.finish();
  return {
    language: 'insights',
    ...finished,
    plan: groupedByStored(finished.plan, storedTexts(from)),
    counts: pipeline.counts(),
    overFlowLogs: pipeline.table.isFlowLog,
    steps: ordered.map(printStage),
    canonical: printInsights(stages),
    diagnostics: [...tooLong, ...pipeline.scope.diagnostics],
  };
}

function carryOut(stages: readonly Stage[], pipeline: Pipeline): void {
  for (const stage of stages) {
    stageOf(stage.kind)?.apply(stage, pipeline);
    pipeline.applied.push(stage);
  }
}

/** The service takes shorter queries than are read here. */
function lengthWarning(query: QueryText): Diagnostic[] {
  const { length } = query.text;
  const most = limits.insightsCharacters;
  if (length <= most) return [];
  const message = `CloudWatch Logs takes queries of at most ${most} characters, and this one has ${length}.`;
  return [query.warning('long-query', message, undefined, 'shorten it to ask it there')];
}
