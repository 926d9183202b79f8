import type { CompiledQuery } from '../compiled.js';
import { QueryText } from '../problem.js';
import { type QuerySource, querySource } from '../source.js';
import { arrange } from './arrange.js';
import { parseInsights, printInsights, printStage } from './parse.js';
import { Pipeline } from './pipeline.js';
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
  const pipeline = new Pipeline(query, querySource(source), options.pointers);
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
