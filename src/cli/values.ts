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
