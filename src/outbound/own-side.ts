import { build, type Plan } from '../plan/index.js';

const { agg, and, asc, call, coalesce, col, eq, inList, isPresent, keep, left, lit, or, right, scan } = build;

/**
 * For interfaces that no inventory describes: two candidate addresses of each family and how many records show them.
 * The interface's own address is in every record of its family (VPC User Guide: the source of egress and the
 * destination of ingress show the primary address), the other side's only in some.
 */
export function ownSidePlan(table: string, interfaces: readonly string[], prefixes: readonly string[]): Plan {
  const lines = scan(table)
    .filter(isPresent(col('srcaddr')), isPresent(col('dstaddr')), inList(col('interface_id'), interfaces))
    .project({
      ...keep('srcaddr', 'dstaddr'),
      iface: col('interface_id'),
      ipv6: call('isIpv6Text', col('srcaddr')),
    });
  // The pair of one and the same record: the smallest source with a destination of its record.
  const candidates = lines.aggregate(keep('iface', 'ipv6'), {
    a: agg('min', [col('srcaddr')]),
    b: agg('minBy', [col('dstaddr'), col('srcaddr')]),
  });
  const shows = (side: string) => or(eq(left('srcaddr'), right(side)), eq(left('dstaddr'), right(side)));
  const counted = lines
    .join('inner', candidates, and(eq(left('iface'), right('iface')), eq(left('ipv6'), right('ipv6'))), {
      iface: left('iface'),
      ipv6: left('ipv6'),
      a: right('a'),
      b: right('b'),
      shows_a: shows('a'),
      shows_b: shows('b'),
    })
    .aggregate(keep('iface', 'ipv6', 'a', 'b'), {
      lines: agg('count'),
      with_a: agg('countIf', [col('shows_a')]),
      with_b: agg('countIf', [col('shows_b')]),
    });
  const within = (column: string) =>
    coalesce(call('addressIn', col(column), ...prefixes.map((prefix) => lit(prefix))), false);
  return counted
    .extend({ a_inside: within('a'), b_inside: within('b') })
    .sort(asc(col('iface')), asc(col('ipv6'))).plan;
}

/** A row of `ownSidePlan`. */
export interface OwnSideRow {
  readonly iface: string;
  readonly ipv6: boolean;
  readonly a: string;
  readonly b: string;
  readonly lines: number;
  readonly with_a: number;
  readonly with_b: number;
  readonly a_inside: boolean;
  readonly b_inside: boolean;
}

/**
 * The own address of each interface by family. Where both candidates are in every record (one peer only) the inside
 * one is taken if just one is inside, else the one that is not another interface's; otherwise it stays unknown.
 */
export function settleOwnSides(
  rows: readonly OwnSideRow[],
): Map<string, { primary4: string | null; primary6: string | null }> {
  const sure = new Map<OwnSideRow, string>();
  for (const row of rows) {
    const a = row.with_a === row.lines;
    const b = row.with_b === row.lines;
    if (a !== b) sure.set(row, a ? row.a : row.b);
    else if (a && b && row.a_inside !== row.b_inside) sure.set(row, row.a_inside ? row.a : row.b);
  }
  const taken = new Set(sure.values());
  const settled = new Map<string, { primary4: string | null; primary6: string | null }>();
  for (const row of rows) {
    const both = row.with_a === row.lines && row.with_b === row.lines;
    let address = sure.get(row) ?? null;
    if (address === null && both && taken.has(row.a) !== taken.has(row.b))
      address = taken.has(row.a) ? row.b : row.a;
    const known = settled.get(row.iface) ?? { primary4: null, primary6: null };
    settled.set(row.iface, row.ipv6 ? { ...known, primary6: address } : { ...known, primary4: address });
  }
  return settled;
}
