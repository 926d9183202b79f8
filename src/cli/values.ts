/**
 * Reads a time as ISO 8601 (date, or date and time; without a zone it is UTC, never the machine's zone) or as a Unix
 * time in seconds (10 digits) or milliseconds (13 digits). Returns Unix seconds, or undefined.
 */
export function parseTime(text: string): number | undefined {
  if (/^\d{9,10}$/.test(text)) return Number(text);
  if (/^\d{13}$/.test(text)) return Math.floor(Number(text) / 1000);
  const match = isoPattern.exec(text);
  if (!match) return undefined;
  const [, date = '', time = '00:00', zone = 'Z'] = match;
  const milliseconds = Date.parse(`${date}T${time}${zone === 'z' ? 'Z' : zone}`);
  if (Number.isNaN(milliseconds) || !isRealDate(date)) return undefined;
  return Math.floor(milliseconds / 1000);
}

const isoPattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|z|[+-]\d{2}:\d{2})?)?$/;

/** JavaScript takes 31 February for 3 March. */
function isRealDate(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

/** Reads `512MB`, `2GB`, `4GiB` as the engine takes it, or returns undefined. */
export function parseSize(text: string): string | undefined {
  const match = /^(\d{1,6}(?:\.\d{1,3})?)\s*([kKmMgGtT])(i?)[bB]$/.exec(text);
  if (!match || Number(match[1]) === 0) return undefined;
  return `${match[1]}${(match[2] ?? '').toUpperCase()}${match[3]}B`;
}

const secondsOf: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Reads `500ms`, `90s`, `5m`, `1h` as seconds, or returns undefined. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  const seconds = Number(match?.[1]) * (secondsOf[match?.[2] ?? ''] ?? Number.NaN);
  return seconds > 0 ? seconds : undefined;
}

/** The bytes of a size that `parseSize` has read; `MB` is a million, `MiB` 1,048,576. */
export function bytesOf(size: string): number {
  const match = /^([\d.]+)([KMGT])(i?)B$/.exec(size);
  const power = 'KMGT'.indexOf(match?.[2] ?? 'K') + 1;
  return Number(match?.[1]) * (match?.[3] === 'i' ? 1024 : 1000) ** power;
}
