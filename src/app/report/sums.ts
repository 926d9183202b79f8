import { type EgressNeed, inventoryPlan } from '../../outbound/index.js';
import { build } from '../../plan/index.js';
import type { AnalysisSession } from '../analysis/index.js';
import { adminClasses, leavesVpc } from './findings.js';

const { agg, col, countDistinct, eq, gt, inList, keep, ne, Query } = build;

/** Sums over the needs that agree in what a report tells apart. */
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
  const rows = await session.rows(
    all.aggregate(keep('workload', 'leaving', 'expected'), {
      needs: agg('count'),
      admin_needs: agg('countIf', [col('admin')]),
      rejected_needs: agg('countIf', [gt(col('rejected'), 0)]),
      unanswered_needs: agg('countIf', [gt(col('unanswered'), 0)]),
      ...Object.fromEntries(
        ['connections', 'rejected', 'unanswered', 'bytes_out', 'bytes_in'].map((name) => [
          name,
          agg('sum', [col(name)]),
        ]),
      ),
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

/** The same from a list of needs; exact when the list is whole. */
export function sumsFrom(needs: readonly EgressNeed[]): NeedSums {
  const rows = new Map<string, SumRow>();
  const addresses = new Map<string, Set<string>>();
  const targets = new Set<string>();
  for (const need of needs) {
    const leaving = leavesVpc(need);
    const key = `${leaving} ${need.expected} ${need.workload}`;
    rows.set(key, plus(rows.get(key), need, leaving));
    if (!leaving) continue;
    targets.add(`${need.destinationAddress} ${need.protocol} ${need.port}`);
    const own = addresses.get(need.workload) ?? new Set<string>();
    addresses.set(need.workload, own.add(need.destinationAddress));
  }
  return {
    rows: [...rows.values()],
    addresses: new Set([...addresses.values()].flatMap((own) => [...own])).size,
    addressesOf: new Map([...addresses].map(([workload, own]) => [workload, own.size])),
    targets: targets.size,
  };
}

function plus(row: SumRow | undefined, need: EgressNeed, leaving: boolean): SumRow {
  const admin = need.portClass !== null && adminClasses.has(need.portClass);
  return {
    workload: need.workload,
    leaving,
    expected: need.expected,
    needs: (row?.needs ?? 0) + 1,
    adminNeeds: (row?.adminNeeds ?? 0) + (admin ? 1 : 0),
    rejectedNeeds: (row?.rejectedNeeds ?? 0) + (need.rejected > 0 ? 1 : 0),
    unansweredNeeds: (row?.unansweredNeeds ?? 0) + (need.unanswered > 0 ? 1 : 0),
    connections: (row?.connections ?? 0) + need.connections,
    rejected: (row?.rejected ?? 0) + need.rejected,
    unanswered: (row?.unanswered ?? 0) + need.unanswered,
    bytesOut: (row?.bytesOut ?? 0) + need.bytesOut,
    bytesIn: (row?.bytesIn ?? 0) + need.bytesIn,
  };
}
