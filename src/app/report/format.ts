import type { ColumnKind, Value } from './table.js';

/** 1234567 as `1,234,567`. */
export function formatCount(value: number | bigint): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** Bytes in decimal units with three significant digits: 1 kB is 1,000 bytes. Exact numbers stand in CSV and JSON. */
export function formatBytes(value: number | bigint): string {
  let rest = Number(value);
  let unit = 0;
  // 999.5 would be printed as 1,000 of its unit; the next unit says it shorter.
  while (rest >= 999.5 && unit < byteUnits.length - 1) {
    rest /= 1000;
    unit++;
  }
  const digits = unit === 0 || rest >= 99.95 ? 0 : rest >= 9.995 ? 1 : 2;
  return `${rest.toFixed(digits)} ${byteUnits[unit]}`;
}

/** Unix seconds as `2026-09-14T06:05:00Z`, for machines. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Unix seconds as `2026-09-14 06:05`, for people; every report says once that times are UTC. */
export function formatTime(seconds: number): string {
  return isoTime(seconds).slice(0, 16).replace('T', ' ');
}

/** A length of time with its two largest units: `4 h 5 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const parts: string[] = [];
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const;
  let rest = whole;
  for (const [size, name] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

/** A share of the whole. It is 100 % or 0 % only when it is exactly that. */
export function formatShare(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  if (share > 0.999) return '> 99.9 %';
  if (share < 0.001) return '< 0.1 %';
  return `${(share * 100).toFixed(1)} %`;
}

/** `1 need`, `2 needs`; the plural is given where it is not made with an s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A cell as people read it. An absent value is an empty cell. */
export function formatValue(value: Value, kind: ColumnKind): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  switch (kind) {
    case 'count':
      return formatCount(value);
    case 'bytes':
      return formatBytes(value);
    case 'time':
      return formatTime(Number(value));
    case 'share':
      return formatShare(Number(value));
    case 'seconds':
      return formatDuration(Number(value));
    default:
      return String(value);
  }
}
