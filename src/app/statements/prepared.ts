import { fillParameters, type Statement } from '../../lang/index.js';
import type { StatementContext, StatementOf, StatementOutcome } from './context.js';
import { said } from './context.js';

/** A name that is in use gets the new query, as in Athena. */
export async function prepare(
  statement: StatementOf<'prepare'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const name = statement.name.name.toLowerCase();
  const text = context.textAt(statement.query.span);
  await context.catalog.change((contents) => ({
    ...contents,
    prepared: [...contents.prepared.filter((each) => each.name !== name), { name, text }],
  }));
  return said(`The query \`${name}\` is kept.`);
}

export async function execute(
  statement: StatementOf<'execute'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const found = preparedQuery(statement, context);
  const given = context.request.executionParameters ?? [];
  if (statement.values.length > 0 && given.length > 0) {
    const message = 'The values stand in USING and in the parameters of the run.';
    context.refuse('parameter-count', message, statement.span, 'give them in one place');
  }
  const values = statement.values.length > 0 ? statement.values : given;
  return { kind: 'query', request: { ...context.request, text: fillParameters(found.text, values) } };
}

export async function deallocate(
  statement: StatementOf<'deallocate'>,
  context: StatementContext,
): Promise<StatementOutcome> {
  const { name } = preparedQuery(statement, context);
  await context.catalog.change((contents) => ({
    ...contents,
    prepared: contents.prepared.filter((each) => each.name !== name),
  }));
  return said(`The query \`${name}\` is forgotten.`);
}

/** The wording is Trino's. */
function preparedQuery(
  { name }: Extract<Statement, { kind: 'execute' | 'deallocate' }>,
  context: StatementContext,
): { readonly name: string; readonly text: string } {
  const { prepared } = context.catalog.contents;
  const found = prepared.find((each) => each.name === name.name.toLowerCase());
  if (found !== undefined) return found;
  const known = prepared.map((each) => each.name).join(', ');
  const help = known === '' ? 'PREPARE name FROM SELECT … keeps one' : `those that are kept: ${known}`;
  return context.refuse('prepared-not-found', `Prepared statement not found: ${name.name}`, name.span, help);
}
