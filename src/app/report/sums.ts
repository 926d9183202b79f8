import { type EgressNeed, inventoryPlan } from '../../outbound/index.js';
import { build } from '../../plan/index.js';
import type { AnalysisSession } from '../analysis/index.js';
import { adminClasses, leavesVpc } from './findings.js';
import { groupNeeds, type NeedGroup, targetParts } from './groups.js';

const { agg, col, countDistinct, eq, gt, inList, keep, ne, Query } = build;

/**
 * Sums over the needs that agree in what a report tells apart. A need is what the ledger decides on and a row of
 * `sluice outbound`: workload, destination, protocol and port, from however many addresses it was opened.
 */
export interface SumRow {
  readonly workload: string;
  readonly leaving: boolean;
  readonly expected: boolean;
  readonly needs: number;
  readonly adminNeeds: number;
  readonly rejectedNeeds: number;
  readonly unansweredNeeds: number;
  readonly connections: number;
  readonly rejected: number;
  readonly unanswered: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
}

/** What a report says in numbers: exact, also where the list of needs was cut. */
export interface NeedSums {
  readonly rows: readonly SumRow[];
  /** Addresses outside the VPC, and of each workload. */
  readonly addresses: number;
  readonly addressesOf: ReadonlyMap<string, number>;
  /** Destination, protocol and port, each combination once. */
  readonly targets: number;
}

export type Measure = Exclude<keyof SumRow, 'workload' | 'leaving' | 'expected'>;

/** One measure over the rows that `where` picks. */
export function sumOf(
  sums: NeedSums,
  measure: Measure,
  where: (row: SumRow) => boolean = () => true,
): number {
  return sums.rows.reduce((total, row) => (where(row) ? total + row[measure] : total), 0);
}

/** Asks the tables of an analysis. */
export async function readSums(session: AnalysisSession): Promise<NeedSums> {
  const all = new Query(inventoryPlan).extend({
    leaving: ne(col('scope'), build.lit('own-vpc')),
    admin: build.coalesce(inList(col('port_class'), [...adminClasses]), false),
  });
  const outside = all.filter(eq(col('leaving'), true));
  const sums = Object.fromEntries(
    ['connections', 'rejected', 'unanswered', 'bytes_out', 'bytes_in'].map((name) => [
      name,
      agg('sum', [col(name)]),
    ]),
  );
  const shared = ['workload', 'leaving', 'expected'];
  const byNeed = all.aggregate(keep(...shared, 'admin', 'destination', 'protocol', 'port'), sums);
  const rows = await session.rows(
    byNeed.aggregate(keep(...shared), {
      needs: agg('count'),
      admin_needs: agg('countIf', [col('admin')]),
      rejected_needs: agg('countIf', [gt(col('rejected'), 0)]),
      unanswered_needs: agg('countIf', [gt(col('unanswered'), 0)]),
      ...sums,
    }).plan,
  );
  const targets = outside.aggregate(keep('destination', 'protocol', 'port'), { needs: agg('count') });
  const [count] = await session.rows(
    targets.aggregate({}, { targets: agg('count'), addresses: countDistinct(col('destination')) }).plan,
  );
  const each = await session.rows(
    outside.aggregate(keep('workload'), { addresses: countDistinct(col('destination')) }).plan,
  );
  return {
    rows: rows.map((row) => ({
      workload: String(row.workload),
      leaving: row.leaving === true,
      expected: row.expected === true,
      needs: Number(row.needs),
      adminNeeds: Number(row.admin_needs),
      rejectedNeeds: Number(row.rejected_needs),
      unansweredNeeds: Number(row.unanswered_needs),
      connections: Number(row.connections),
      rejected: Number(row.rejected),
      unanswered: Number(row.unanswered),
      bytesOut: Number(row.bytes_out),
      bytesIn: Number(row.bytes_in),
    })),
    addresses: Number(count?.addresses ?? 0),
    addressesOf: new Map(each.map((row) => [String(row.workload), Number(row.addresses)])),
    targets: Number(count?.targets ?? 0),
  };
}

/** The same from a list of needs by source; exact when the list is whole. */
export function sumsFrom(needs: readonly EgressNeed[]): NeedSums {
  const rows = new Map<string, SumRow>();
  const addresses = new Map<string, Set<string>>();
  const targets = new Set<string>();
  const groups = groupNeeds(needs, (need) => [
    need.workload,
    String(leavesVpc(need)),
    String(need.expected),
    ...targetParts(need),
  ]);
  for (const group of groups) {
    const { workload, expected, destinationAddress: destination } = group.first;
    const leaving = leavesVpc(group.first);
    const key = `${leaving} ${expected} ${workload}`;
    rows.set(key, plus(rows.get(key), group, leaving));
    if (!leaving) continue;
    targets.add(targetParts(group.first).join(' '));
    const own = addresses.get(workload) ?? new Set<string>();
    addresses.set(workload, own.add(destination));
  }
  return {
    rows: [...rows.values()],
    addresses: new Set([...addresses.values()].flatMap((own) => [...own])).size,
    addressesOf: new Map([...addresses].map(([workload, own]) => [workload, own.size])),
    targets: targets.size,
  };
}

function plus(row: SumRow | undefined, group: NeedGroup, leaving: boolean): SumRow {
  const { workload, expected, portClass } = group.first;
  const admin = portClass !== null && adminClasses.has(portClass);
  return {
    workload,
    leaving,
    expected,
    needs: (row?.needs ?? 0) + 1,
    adminNeeds: (row?.adminNeeds ?? 0) + (admin ? 1 : 0),
    rejectedNeeds: (row?.rejectedNeeds ?? 0) + (group.rejected > 0 ? 1 : 0),
    unansweredNeeds: (row?.unansweredNeeds ?? 0) + (group.unanswered > 0 ? 1 : 0),
    connections: (row?.connections ?? 0) + group.connections,
    rejected: (row?.rejected ?? 0) + group.rejected,
    unanswered: (row?.unanswered ?? 0) + group.unanswered,
    bytesOut: (row?.bytesOut ?? 0) + group.bytesOut,
    bytesIn: (row?.bytesIn ?? 0) + group.bytesIn,
  };
}
