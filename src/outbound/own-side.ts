import { build, type Plan } from '../plan/index.js';

const { agg, and, asc, call, coalesce, col, eq, inList, isPresent, keep, left, lit, or, right, scan } = build;

const candidateNames = ['a', 'b', 'c', 'd'] as const;

/**
 * For interfaces that no inventory describes: candidate addresses of each family and how many records show them. The
 * interface's own address is in every record of its family (VPC User Guide: the source of egress and the destination of
 * ingress show the primary address), the other side's only in some. The two ends of two records are candidates enough.
 */
export function ownSidePlan(table: string, interfaces: readonly string[], prefixes: readonly string[]): Plan {
  const lines = scan(table)
    .filter(isPresent(col('srcaddr')), isPresent(col('dstaddr')), inList(col('interface_id'), interfaces))
    .project({
      ...keep('srcaddr', 'dstaddr'),
      iface: col('interface_id'),
      ipv6: call('isIpv6Text', col('srcaddr')),
    });
  const candidates = lines.aggregate(keep('iface', 'ipv6'), {
    a: agg('min', [col('srcaddr')]),
    b: agg('minBy', [col('dstaddr'), col('srcaddr')]),
    c: agg('max', [col('srcaddr')]),
    d: agg('maxBy', [col('dstaddr'), col('srcaddr')]),
  });
  const shows = (side: string) => or(eq(left('srcaddr'), right(side)), eq(left('dstaddr'), right(side)));
  const within = (column: string) =>
    coalesce(call('addressIn', col(column), ...prefixes.map((prefix) => lit(prefix))), false);
  return lines
    .join('inner', candidates, and(eq(left('iface'), right('iface')), eq(left('ipv6'), right('ipv6'))), {
      iface: left('iface'),
      ipv6: left('ipv6'),
      ...Object.fromEntries(candidateNames.map((each) => [each, right(each)])),
      ...Object.fromEntries(candidateNames.map((each) => [`shows_${each}`, shows(each)])),
    })
    .aggregate(keep('iface', 'ipv6', ...candidateNames), {
      lines: agg('count'),
      ...Object.fromEntries(
        candidateNames.map((each) => [`with_${each}`, agg('countIf', [col(`shows_${each}`)])]),
      ),
    })
    .extend(Object.fromEntries(candidateNames.map((each) => [`inside_${each}`, within(each)])))
    .sort(asc(col('iface')), asc(col('ipv6'))).plan;
}

/** The candidates of one interface and family, from a row of `ownSidePlan`. */
export interface OwnSideCandidates {
  readonly iface: string;
  readonly ipv6: boolean;
  readonly candidates: readonly {
    readonly address: string;
    /** Share of the records that show it, 0 to 1. */
    readonly share: number;
    readonly inside: boolean;
  }[];
}

/** Reads the columns of a candidate: `a`, `with_a`, `inside_a`, and so on. */
export function ownSideCandidates(row: {
  readonly iface: string;
  readonly ipv6: boolean;
  readonly lines: number;
  readonly value: (column: string) => string | number | boolean | null;
}): OwnSideCandidates {
  const byAddress = new Map<string, { address: string; share: number; inside: boolean }>();
  for (const each of candidateNames) {
    const address = String(row.value(each));
    byAddress.set(address, {
      address,
      share: Number(row.value(`with_${each}`)) / row.lines,
      inside: row.value(`inside_${each}`) === true,
    });
  }
  return { iface: row.iface, ipv6: row.ipv6, candidates: [...byAddress.values()] };
}

export interface OwnSide {
  readonly primary4: string | null;
  readonly primary6: string | null;
}

/** Some records may show another address than the interface's own; more than these would be another interface. */
const nearlyAll = 0.9;
const clearlyLess = 0.8;

/**
 * The own address of each interface by family: the one that all, or nearly all, of its records show and no other does.
 * Where several do (one peer only), the only inside one, else the only one that is no candidate of another interface;
 * otherwise it stays unknown.
 */
export function settleOwnSides(rows: readonly OwnSideCandidates[]): Map<string, OwnSide> {
  const interfacesOf = new Map<string, Set<string>>();
  for (const { iface, candidates } of rows) {
    for (const { address } of candidates) {
      const known = interfacesOf.get(address) ?? new Set();
      interfacesOf.set(address, known.add(iface));
    }
  }
  const settled = new Map<string, OwnSide>();
  for (const row of rows) {
    const address = settle(row, interfacesOf);
    const known = settled.get(row.iface) ?? { primary4: null, primary6: null };
    settled.set(row.iface, row.ipv6 ? { ...known, primary6: address } : { ...known, primary4: address });
  }
  return settled;
}

function settle(
  { candidates }: OwnSideCandidates,
  interfacesOf: ReadonlyMap<string, ReadonlySet<string>>,
): string | null {
  const [best, second] = [...candidates].sort((x, y) => y.share - x.share);
  if (best === undefined) return null;
  const others = second?.share ?? 0;
  if (best.share === 1 && others < 1) return best.address;
  if (best.share >= nearlyAll && others <= clearlyLess * best.share) return best.address;
  const equal = candidates.filter((each) => each.share >= nearlyAll);
  const inside = equal.filter((each) => each.inside);
  const unshared = equal.filter((each) => interfacesOf.get(each.address)?.size === 1);
  const only = inside.length === 1 ? inside[0] : unshared.length === 1 ? unshared[0] : undefined;
  return only?.address ?? null;
}
