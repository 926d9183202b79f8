import { createHash } from 'node:crypto';
import type { EgressNeed } from '../../outbound/index.js';

/**
 * A short name of a row that stays the same as long as the row is about the same thing: interface, source,
 * destination, protocol and port. 8 hex digits of SHA-256: two of 10,000 rows share one with a chance of about 1 %,
 * and then `explain` shows both.
 */
export function needId(need: EgressNeed): string {
  return shortId([
    need.interfaceId ?? '',
    need.sourceAddress,
    need.destinationAddress,
    String(need.protocol),
    String(need.port),
  ]);
}

export function shortId(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 8);
}
