/** Round numbers from 0 to at least `max`, about `count` of them, for an axis. */
export function niceTicks(max: number, count: number): number[] {
  if (!(max > 0)) return [0, 1];
  const raw = max / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const ticks: number[] = [];
  for (let index = 0; ticks.length === 0 || (ticks.at(-1) ?? 0) < max; index++) ticks.push(index * step);
  return ticks;
}

const steps = [
  60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000,
  31_536_000,
];

/** Times between `from` and `to` that lie on a round step, at most `count`. */
export function timeTicks(from: number, to: number, count: number): number[] {
  const span = Math.max(1, to - from);
  const step = steps.find((each) => span / each <= count) ?? span;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** One decimal is enough for a drawing. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
