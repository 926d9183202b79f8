import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';
import { printExpression } from './print.js';
import type { Expression, GroupElement, Select } from './syntax.js';

type Set = readonly Expression[];

/** Most grouping sets of one GROUP BY (trino.io, property `query.max-grouping-sets`). */
const maxSets = 2_048;

/**
 * The grouping sets of a GROUP BY: ROLLUP stands for the beginnings of its list, CUBE for its subsets, and several
 * elements for each combination of theirs (trino.io, "SELECT", complex grouping operations).
 */
export function groupingSets(select: Select, query: QueryText): readonly Set[] {
  let sets: readonly Set[] = [[]];
  for (const element of select.groupBy) {
    if (element.kind !== 'plain') checkColumns(element, query);
    const own = setsOf(element, query);
    if (sets.length * own.length > maxSets) refuse(query, 'too-many-sets', { max: maxSets }, element.span);
    sets = sets.flatMap((before) => own.map((keys) => [...before, ...keys]));
  }
  return select.groupDistinct ? different(sets) : sets;
}

function setsOf({ kind, items, span }: GroupElement, query: QueryText): readonly Set[] {
  switch (kind) {
    case 'plain':
    case 'sets':
      return items;
    case 'rollup':
      return Array.from({ length: items.length + 1 }, (_, left) =>
        items.slice(0, items.length - left).flat(),
      );
    case 'cube': {
      if (2 ** items.length > maxSets) return refuse(query, 'too-many-sets', { max: maxSets }, span);
      const last = 2 ** items.length - 1;
      return Array.from({ length: last + 1 }, (_, n) =>
        items.filter((_, index) => ((last - n) >> (items.length - 1 - index)) & 1).flat(),
      );
    }
  }
}

function checkColumns({ items }: GroupElement, query: QueryText): void {
  const other = items.flat().find((key) => key.kind !== 'column');
  if (other === undefined) return;
  const help = 'name the expression in a subquery, and group by that name';
  refuse(query, 'group-column', { text: printExpression(other) }, other.span, help);
}

function different(sets: readonly Set[]): readonly Set[] {
  const keyOf = (keys: Set): string =>
    [...new Set(keys.map((key) => printExpression(key).toLowerCase()))].sort().join(', ');
  return [...new Map(sets.map((keys) => [keyOf(keys), keys])).values()];
}
