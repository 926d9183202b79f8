import { type ScenarioNeed, scenarioNeedKey } from './seen.js';

export type Difference = 'only-in-a' | 'only-in-b' | 'verdict' | 'volume';

export interface ComparedNeed {
  readonly workload: string;
  readonly destination: string;
  readonly protocol: number;
  readonly port: number;
  readonly difference: Difference;
  readonly a: ScenarioNeed | null;
  readonly b: ScenarioNeed | null;
}

export interface Comparison {
  readonly needsInA: number;
  readonly needsInB: number;
  readonly differences: readonly ComparedNeed[];
  readonly same: number;
}

export interface CompareOptions {
  /** How many times as many bytes or connections per second make a changed volume. Default 10. */
  readonly factor?: number;
  /** Seconds of either side, by which volumes are divided. */
  readonly secondsA: number;
  readonly secondsB: number;
}

/**
 * Needs of two scenarios, or spans, or lakes, side by side. A verdict changed when what was accepted in one was never
 * accepted in the other; a volume when the rate of bytes or of connections differs by more than the factor.
 */
export function compareNeeds(
  a: readonly ScenarioNeed[],
  b: readonly ScenarioNeed[],
  options: CompareOptions,
): Comparison {
  const ofB = new Map(b.map((need) => [scenarioNeedKey(need), need]));
  const ofA = new Map(a.map((need) => [scenarioNeedKey(need), need]));
  const differences: ComparedNeed[] = [];
  let same = 0;
  for (const need of a) {
    const other = ofB.get(scenarioNeedKey(need)) ?? null;
    const difference = other === null ? 'only-in-a' : differenceOf(need, other, options);
    if (difference === undefined) same++;
    else differences.push(compared(need, other, difference));
  }
  for (const need of b) {
    if (!ofA.has(scenarioNeedKey(need))) differences.push(compared(null, need, 'only-in-b'));
  }
  return { needsInA: a.length, needsInB: b.length, differences: differences.sort(inOrder), same };
}

function compared(a: ScenarioNeed | null, b: ScenarioNeed | null, difference: Difference): ComparedNeed {
  const { workload = '', destination = '', protocol = 0, port = 0 } = a ?? b ?? {};
  return { workload, destination, protocol, port, difference, a, b };
}

function differenceOf(a: ScenarioNeed, b: ScenarioNeed, options: CompareOptions): Difference | undefined {
  if (a.accepted > 0 !== b.accepted > 0) return 'verdict';
  const { factor = 10, secondsA, secondsB } = options;
  const changed = (own: number, other: number) => {
    const rates = [own / Math.max(1, secondsA), other / Math.max(1, secondsB)];
    return Math.max(...rates) > factor * Math.min(...rates);
  };
  const bytes = changed(a.bytesOut + a.bytesIn, b.bytesOut + b.bytesIn);
  return bytes || changed(a.connections, b.connections) ? 'volume' : undefined;
}

const order: readonly Difference[] = ['only-in-a', 'only-in-b', 'verdict', 'volume'];

function inOrder(a: ComparedNeed, b: ComparedNeed): number {
  const volume = ({ a: one, b: two }: ComparedNeed) =>
    (one?.bytesOut ?? 0) + (one?.bytesIn ?? 0) + (two?.bytesOut ?? 0) + (two?.bytesIn ?? 0);
  return order.indexOf(a.difference) - order.indexOf(b.difference) || volume(b) - volume(a);
}
