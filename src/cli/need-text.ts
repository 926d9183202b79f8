import { UsageError } from './usage-error.js';

/** What a person means by NEED: a row's id, or both ends in words. */
export type NeedText =
  | { readonly kind: 'id'; readonly id: string }
  | {
      readonly kind: 'ends';
      /** Address, interface id or workload; null for any. */
      readonly source: string | null;
      readonly destination: string;
      readonly protocol: string | null;
      readonly port: number | null;
    };

const arrow = /^(.*?)\s*(?:->|→|=>)\s*(\S+)(?:\s+([a-z0-9]+)(?:\/(\d{1,5}))?)?$/i;

/** A destination alone, from whatever source: an address, and what may follow it. */
const alone = /^[0-9a-f.:]*[.:][0-9a-f.:]*(?:\s+[a-z0-9]+(?:\/\d{1,5})?)?$/i;

/**
 * Reads `SOURCE -> DESTINATION [PROTOCOL[/PORT]]`, a destination's address alone, or an id of 8 hex digits, as `outbound`
 * prints it.
 */
export function parseNeed(text: string): NeedText {
  const trimmed = text.trim();
  if (/^[0-9a-f]{8}$/.test(trimmed)) return { kind: 'id', id: trimmed };
  const match = arrow.exec(alone.test(trimmed) ? `-> ${trimmed}` : trimmed);
  const port = match?.[4] === undefined ? null : Number(match[4]);
  if (!match || (port !== null && port > 65_535)) {
    throw new UsageError(
      'sluice explain',
      `\`${text}\` names no need.`,
      "write the id that `sluice outbound` shows, a destination's address, or 'SOURCE -> DESTINATION tcp/443'",
    );
  }
  const [, source = '', destination = '', protocol] = match;
  const anySource = source === '' || source === '*';
  return { kind: 'ends', source: anySource ? null : source, destination, protocol: protocol ?? null, port };
}
