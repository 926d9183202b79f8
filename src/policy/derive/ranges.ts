import type { PortRange } from '../../net/index.js';

/** Port ranges in ascending order that neither overlap nor touch. */
export type Ranges = readonly PortRange[];

export function unite(ranges: Iterable<PortRange>): Ranges {
  const merged: PortRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const before = merged.at(-1);
    if (before === undefined || range.from > before.to + 1) merged.push(range);
    else if (range.to > before.to) merged[merged.length - 1] = { from: before.from, to: range.to };
  }
  return merged;
}

export function subtract(ranges: Ranges, holes: Ranges): Ranges {
  let rest = ranges;
  for (const hole of holes) {
    rest = rest.flatMap(({ from, to }) => {
      if (hole.to < from || hole.from > to) return [{ from, to }];
      return [
        { from, to: hole.from - 1 },
        { from: hole.to + 1, to },
      ].filter((each) => each.from <= each.to);
    });
  }
  return rest;
}

export function intersect(ranges: Ranges, others: Ranges): Ranges {
  return ranges.flatMap((a) =>
    others.flatMap((b) => {
      const from = Math.max(a.from, b.from);
      const to = Math.min(a.to, b.to);
      return from <= to ? [{ from, to }] : [];
    }),
  );
}

/** How many ports they have. */
export function portCount(ranges: Ranges): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** The shortest range that holds all of them; undefined when there is none. */
export function hull(ranges: Ranges): PortRange | undefined {
  const [first] = ranges;
  if (first === undefined) return undefined;
  return ranges.reduce(
    (all, each) => ({ from: Math.min(all.from, each.from), to: Math.max(all.to, each.to) }),
    first,
  );
}
