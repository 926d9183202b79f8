import type { typeFunctions } from '../plan/index.js';
import { addressPlainInDuckdb } from './duckdb-address-text.js';
import { type Sql, sql } from './sql.js';

/** How DuckDB writes the functions of types that only Athena SQL has. */
export const typesInDuckdb: Record<keyof typeof typeFunctions, (...args: Sql[]) => Sql> = {
  newUuid: () => sql`CAST(uuid() AS VARCHAR)`,
  mapInKeyOrder: (a) => sql`map_from_entries(list_sort(map_entries(${a})))`,
  addressPlain: addressPlainInDuckdb,
};
