import { build, type Expr } from '../../plan/index.js';
import type { Lowered } from './types.js';

const { call, cases, eq, lit } = build;

/** The first 24 digits of an IPv4 address among those of IPv6, as Trino keeps it. */
const mapped = `${'0'.repeat(20)}ffff`;

/** What a value is ordered by: itself, but an address by its bytes, of which its text says nothing. */
export function orderable({ type, expr }: Lowered): Expr {
  if (type !== 'ipaddress') return expr;
  const key = call('addressKey', expr);
  return cases([[eq(call('length', key), 8), call('concat', lit(mapped), key)]], key);
}
