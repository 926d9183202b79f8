import type { typeFunctions } from '../plan/index.js';
import { type Sql, sql } from './sql.js';

/** How Trino writes the functions of types that only Athena SQL has. */
export const typesInTrino: Record<keyof typeof typeFunctions, (...args: Sql[]) => Sql> = {
  newUuid: () => sql`CAST(uuid() AS VARCHAR)`,
  mapInKeyOrder: (a = sql``) => a,
  addressPlain: (a) => sql`CAST(TRY_CAST(${a} AS IPADDRESS) AS VARCHAR)`,
};
