/** Ports from `from` to `to`, both inclusive. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** Reads `443` or `8000-8100`; undefined for anything else, and for a range that runs backwards. */
export function parsePortRange(text: string): PortRange | undefined {
  const match = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/.exec(text.trim());
  if (!match) return undefined;
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  return from <= to && to <= 65_535 ? { from, to } : undefined;
}

export function formatPortRange({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}

export function portInRange({ from, to }: PortRange, port: number): boolean {
  return port >= from && port <= to;
}
