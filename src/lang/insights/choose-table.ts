import { assertNever, type Span } from '../../base/index.js';
import { eventLogKinds, eventLogSpec } from '../../flow/index.js';
import type { QueryText } from '../problem.js';
import type { EventGroup, QuerySource } from '../source.js';
import { eventTable, flowLogTable, type LogTable } from './log-table.js';
import { refuse } from './messages.js';
import type { SourceTerm, Stage } from './syntax.js';

/** The name under which CloudWatch Logs knows flow logs as a data source. */
const flowSource = 'amazon_vpc.flow';

/**
 * The events that a query reads: those that its `SOURCE` commands name, else those of the groups that were given beside its
 * text, else the flow logs. Refuses names that no log group here has, and flow logs together with other log groups, whose
 * columns have nothing in common.
 */
export function chooseTable(query: QueryText, stages: readonly Stage[], source: QuerySource): LogTable {
  const terms = stages.flatMap((stage) => (stage.kind === 'source' ? stage.terms : []));
  const named = namedGroups(query, terms, source);
  const kinds = namedKinds(query, terms, source);
  const place = terms[0]?.span ?? { start: 0, end: 0 };
  const wanted = named ?? (kinds === undefined ? givenGroups(query, source) : allGroups(source));
  const flow = wanted.has(source.logGroup) && (kinds?.includes(flowSource) ?? true);
  const groups = source.groups.filter((group) => wanted.has(group.name));
  const others = kinds?.every((kind) => kind === flowSource) ? [] : groups;
  if (flow && others.length > 0) {
    refuse(
      query,
      'mixed-groups',
      { flow: source.logGroup, other: others[0]?.name ?? '' },
      place,
      helpFor(source),
    );
  }
  if (flow) return flowLogTable(source);
  if (others.length === 0) refuseGroup(query, (kinds ?? [...wanted]).join(', '), source, place);
  return eventTable(source, others, kinds);
}

function allGroups(source: QuerySource): Set<string> {
  return new Set([source.logGroup, ...source.groups.map((group) => group.name)]);
}

function givenGroups(query: QueryText, source: QuerySource): Set<string> {
  const all = allGroups(source);
  const unknown = source.chosen.find((name) => !all.has(name));
  if (unknown !== undefined) refuseGroup(query, unknown, source, { start: 0, end: 0 });
  return new Set(source.chosen.length > 0 ? source.chosen : [source.logGroup]);
}

/** Groups by their names or prefixes; undefined when none are named. */
function namedGroups(
  query: QueryText,
  terms: readonly SourceTerm[],
  source: QuerySource,
): Set<string> | undefined {
  const all = [...allGroups(source)];
  const found = new Set<string>();
  let names = false;
  for (const term of terms) {
    const matching = matchingGroups(term, all);
    if (matching === undefined) continue;
    names = true;
    if (matching.length === 0) refuseGroup(query, wordsOf(term), source, term.span);
    for (const name of matching) found.add(name);
  }
  return names ? found : undefined;
}

function matchingGroups(term: SourceTerm, all: readonly string[]): readonly string[] | undefined {
  switch (term.kind) {
    case 'group':
      return all.filter((name) => name === term.name);
    case 'groups': {
      const { prefixes, classes } = term;
      if (classes.length > 0 && !classes.includes('STANDARD')) return [];
      return all.filter(
        (name) => prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix)),
      );
    }
    case 'dataSource':
    case 'start':
    case 'end':
      return undefined;
    default:
      return assertNever(term);
  }
}

function wordsOf(term: SourceTerm): string {
  if (term.kind === 'group') return term.name;
  if (term.kind !== 'groups') return '';
  return (term.classes.length > 0 && !term.classes.includes('STANDARD') ? term.classes : term.prefixes).join(
    ', ',
  );
}

/** Kinds of content that data sources stand for, flow logs under the name of theirs; undefined when none are named. */
function namedKinds(
  query: QueryText,
  terms: readonly SourceTerm[],
  source: QuerySource,
): readonly string[] | undefined {
  const sources = terms.filter((term) => term.kind === 'dataSource');
  if (sources.length === 0) return undefined;
  return sources.flatMap((term) => {
    const known = term.names.flatMap((name) => kindOf(name) ?? []);
    if (known.length === 0) refuseGroup(query, term.names.join(', '), source, term.span);
    return known;
  });
}

function kindOf(dataSource: string): string | undefined {
  if (dataSource === flowSource) return flowSource;
  return eventLogKinds.find((kind) => eventLogSpec(kind).dataSource === dataSource);
}

function helpFor(source: QuerySource): string {
  const others: readonly EventGroup[] = source.groups;
  if (others.length === 0) return `the lake is the log group '${source.logGroup}'`;
  return `the log groups are ${[...allGroups(source)].map((name) => `'${name}'`).join(', ')}; name one`;
}

function refuseGroup(query: QueryText, text: string, source: QuerySource, span: Span): never {
  return refuse(query, 'no-log-group', { text }, span, helpFor(source));
}
