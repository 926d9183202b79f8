import { duckdb, joinSql, name, printPlan, Sql, sql, text } from '../../dialect/index.js';
import { build, columnsOf, type Expr, isPlain, type Plan } from '../../plan/index.js';
import type { QueryEngine } from '../query-engine.js';
import { engineType } from './column-types.js';
import type { CatalogTable } from './model.js';
import type { PartitionFiles } from './table-files.js';

const partitionTable = 'athena partitions';
const number = 'partition number';

/**
 * The partitions that a query can need: those of whose values the conditions of any of its scans hold. The engine itself
 * computes the conditions, so that they mean here what they mean in the query.
 */
export async function prunePartitions(
  engine: QueryEngine,
  table: CatalogTable,
  partitions: readonly PartitionFiles[],
  scans: readonly (readonly Expr[])[],
): Promise<readonly PartitionFiles[]> {
  const where = conditionOn(table, scans);
  if (where === undefined || partitions.length === 0) return partitions;
  await engine.query(partitionsSql(table, partitions));
  const plan: Plan = {
    kind: 'project',
    input: { kind: 'filter', input: { kind: 'scan', table: partitionTable }, where },
    columns: [{ name: number, expr: build.col(number) }],
  };
  const { rows } = await engine.query(printPlan(plan, duckdb));
  const kept = new Set(rows.map(([index]) => Number(index)));
  return partitions.filter((_, index) => kept.has(index));
}

/** The conditions on partition columns alone; undefined when a scan has none, and so needs all partitions. */
function conditionOn(table: CatalogTable, scans: readonly (readonly Expr[])[]): Expr | undefined {
  const keys = new Set(table.partitionKeys.map((key) => key.name));
  const each = scans.map((conditions) =>
    conditions.filter((condition) => {
      const columns = columnsOf(condition);
      return columns.length > 0 && columns.every((column) => keys.has(column)) && isPlain(condition);
    }),
  );
  if (each.length === 0 || each.some((conditions) => conditions.length === 0)) return undefined;
  return build.or(...each.map((conditions) => build.and(...conditions)));
}

function partitionsSql(table: CatalogTable, partitions: readonly PartitionFiles[]): Sql {
  const numbers = partitions.map((_, index) => Sql.fromParts(String(index), []));
  const keys = table.partitionKeys.map((key, index) => {
    const values = partitions.map(({ values: own }) => text(own[index] ?? ''));
    const type = Sql.fromParts(engineType(key.type), []);
    return sql`CAST(unnest([${joinSql(values, ', ')}]) AS ${type}) AS ${name(key.name)}`;
  });
  const columns = [sql`unnest([${joinSql(numbers, ', ')}]) AS ${name(number)}`, ...keys];
  return sql`CREATE OR REPLACE TEMP TABLE ${name(partitionTable)} AS SELECT ${joinSql(columns, ', ')}`;
}

/** Whether each scan says by equality which value of a column it wants. */
export function namesValues(column: string, scans: readonly (readonly Expr[])[]): boolean {
  return scans.every((conditions) => conditions.some((condition) => isEquality(condition, column)));
}

function isEquality(condition: Expr, column: string): boolean {
  const isColumn = (expr: Expr | undefined): boolean => expr?.kind === 'column' && expr.name === column;
  const isLiteral = (expr: Expr | undefined): boolean => expr?.kind === 'literal';
  if (condition.kind === 'in') return isColumn(condition.expr) && condition.list.every(isLiteral);
  if (condition.kind !== 'call' || condition.func !== 'eq') return false;
  const [left, right] = condition.args;
  return (isColumn(left) && isLiteral(right)) || (isColumn(right) && isLiteral(left));
}
