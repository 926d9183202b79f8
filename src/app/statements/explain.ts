import { explainQuery } from '../query.js';
import { estimateScan, scanLines } from '../query-scan.js';
import { answered, type StatementContext, type StatementOf, type StatementOutcome } from './context.js';

/** What a query comes to, in the lines that Sluice itself prints; Trino's distributed plan is another one. */
export async function explain(
  { query, format, validate }: StatementOf<'explain'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const request = context.query(query.span);
  const { steps, plan, sqlText, compiled, diagnostics, columns } = explainQuery(request);
  if (validate) return { ...answered(['Valid'], [[true]], 'boolean'), ...{ diagnostics } };
  const estimate = await estimateScan(request, compiled);
  if (format === 'json') {
    const scan = estimate === undefined ? {} : { scan: estimate };
    const shown = {
      steps,
      columns: columns.map(({ name, type }) => ({ name, type })),
      plan,
      sql: sqlText,
      ...scan,
    };
    const lines = JSON.stringify(shown, undefined, 2).split('\n');
    return {
      ...answered(
        ['Query Plan'],
        lines.map((line) => [line]),
      ),
      ...{ diagnostics },
    };
  }
  const scans = estimate === undefined ? [] : ['', 'Reads:', ...scanLines(estimate)];
  const lines = [
    'Steps:',
    ...steps.flatMap((step) => step.split('\n')),
    '',
    'Plan, the last step first:',
    ...plan,
    '',
    'SQL:',
    ...sqlText.split('\n'),
    ...scans,
  ];
  return {
    ...answered(
      ['Query Plan'],
      lines.map((line) => [line]),
    ),
    ...{ diagnostics },
  };
}
