import type { CompiledQuery } from '../compiled.js';
import { QueryText } from '../problem.js';
import { type QuerySource, querySource } from '../source.js';
import { arrange } from './arrange.js';
import { parseInsights, printInsights, printStage } from './parse.js';
import { Pipeline } from './pipeline.js';
import type { SubqueryCompiler } from './scope.js';
import { stageOf } from './stages/index.js';

/**
 * Reads a Logs Insights query and says what it means over flow records.
 * Throws a DiagnosticError with the place for anything that is not understood.
 */
export function compileInsights(
  text: string,
  source: Partial<QuerySource> = {},
  options: { readonly pointers?: boolean } = {},
): CompiledQuery {
  const query = new QueryText(text);
  const stages = parseInsights(query);
  const ordered = arrange(query, stages);
  const from = querySource(source);
  const compileNested: SubqueryCompiler = (nested) => {
    const inner = new Pipeline(query, from);
    for (const stage of arrange(query, nested)) stageOf(stage.kind)?.apply(stage, inner);
    pipeline.scope.diagnostics.push(...inner.scope.diagnostics);
    return inner;
  };
  const pipeline = new Pipeline(query, from, options.pointers, compileNested);
  for (const stage of ordered) stageOf(stage.kind)?.apply(stage, pipeline);
  const finished = pipeline.finish();
  return {
    language: 'insights',
    ...finished,
    steps: ordered.map(printStage),
    canonical: printInsights(stages),
    diagnostics: pipeline.scope.diagnostics,
  };
}
