export type { Dialect } from './dialect.js';
export { duckdb } from './duckdb.js';
export { layoutSql } from './layout.js';
export { type LeafPlaces, type PlanLeaf, printPlan } from './print.js';
export { bind, join as joinSql, name, Sql, sql, text } from './sql.js';
export { trino } from './trino.js';
export { writtenOut } from './written-out.js';
