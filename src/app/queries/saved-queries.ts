import type { SavedQuery } from '../../lang/index.js';
import { findQuestions } from './find-questions.js';
import { type ParameterType, parameterTypes, type RecordSpan } from './parameter-types.js';

/**
 * The questions over records as saved queries of Logs Insights, so that `$top-talkers(limit = 5)` calls one. They are
 * looked for only when the text is such a call. Defaults such as `newest-1d` count from `span`.
 */
export async function savedQueriesFor(
  text: string,
  from: string,
  span: RecordSpan,
): Promise<ReadonlyMap<string, SavedQuery>> {
  // Comments may stand before the call.
  if (!/^(?:\s|#[^\n]*\n)*\$/.test(text)) return new Map();
  const { questions } = await findQuestions(from);
  const callable = questions.flatMap(({ name, over, texts, parameters }): [string, SavedQuery][] => {
    if (over !== 'records' || typeof texts.insights !== 'string') return [];
    const known = parameters.map((each) => ({
      name: each.name,
      description: each.doc,
      ...defaultOf(each.type, each.default, span),
    }));
    return [[name, { text: texts.insights, parameters: known }]];
  });
  return new Map(callable);
}

function defaultOf(
  type: ParameterType,
  typed: string | undefined,
  span: RecordSpan,
): { readonly defaultValue?: string } {
  const read = typed === undefined ? undefined : parameterTypes[type].read(typed, span);
  return read === undefined ? {} : { defaultValue: read };
}
