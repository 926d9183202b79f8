import { isExpired, type LedgerDecision } from './decide.js';
import { describeKey, type Ledger, type LedgerLine } from './line.js';

/** A line and what says otherwise of the same traffic. */
export interface Contradiction {
  readonly line: LedgerLine;
  /** The first line of the file that contradicts it; it stands before `line`. */
  readonly first: LedgerLine;
  /** How many lines contradict it: those of one destination, or of one need, whichever are more. */
  readonly count: number;
}

/**
 * Lines that an earlier one contradicts: neither is more specific, they say different things, and their ports meet or a need
 * shows that both speak of it. In the order of the file. Takes about as long as sorting the lines, however many of them
 * speak of one destination.
 */
export function contradictions(
  ledger: Ledger,
  needs: readonly { readonly answer: LedgerDecision }[],
  today: string,
): Contradiction[] {
  const found = new Map<LedgerLine, Contradiction>();
  const note = ({ line, first, count }: Contradiction) => {
    const { first: known = first, count: most = 0 } = found.get(line) ?? {};
    const earlier = first.line < known.line ? first : known;
    found.set(line, { line, first: earlier, count: Math.max(count, most) });
  };
  for (const group of equallySpecific(ledger, today)) {
    for (const [decision, lines] of byDecision(group)) {
      const others = group.filter((line) => line.decision !== decision);
      for (const each of meeting(lines, others)) note(each);
    }
  }
  // Two groups, or two lists, may hold the same address: only a need shows it.
  for (const { answer } of needs) {
    if (answer.because !== 'contradictory') continue;
    for (const each of together([...answer.by].sort((a, b) => a.line - b.line))) note(each);
  }
  return [...found.values()].sort((a, b) => a.line.line - b.line.line);
}

/** Decisions that hold, by what they speak of, except which ports: of these only how many. */
function equallySpecific(ledger: Ledger, today: string): LedgerLine[][] {
  const groups = new Map<string, LedgerLine[]>();
  for (const line of ledger.lines) {
    if (line.decision === 'undecided' || isExpired(line, today)) continue;
    const width = line.ports === null ? '*' : line.ports.to - line.ports.from;
    const key = `${describeKey({ ...line, ports: null })} ${width}`;
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()];
}

function byDecision(lines: readonly LedgerLine[]): Map<LedgerLine['decision'], LedgerLine[]> {
  const groups = new Map<LedgerLine['decision'], LedgerLine[]>();
  for (const line of lines) {
    const group = groups.get(line.decision);
    if (group) group.push(line);
    else groups.set(line.decision, [line]);
  }
  return groups;
}

/** Each of `lines`, which all speak of one need and stand in the order of the file, that an earlier one contradicts. */
function* together(lines: readonly LedgerLine[]): Generator<Contradiction> {
  for (const [decision, own] of byDecision(lines)) {
    const others = lines.filter((line) => line.decision !== decision);
    const [first] = others;
    for (const line of own) if (first && first.line < line.line) yield { line, first, count: others.length };
  }
}

/**
 * Each of `lines` that an earlier one of `others` meets. All ranges have the same number of ports, so in the order of their
 * first port those that meet a line stand together, and this window only moves forward; `firsts` holds its lines that are
 * further up in the file than every line behind them, so that its head is the first of the window.
 */
function* meeting(lines: readonly LedgerLine[], others: readonly LedgerLine[]): Generator<Contradiction> {
  const [asked, facing] = [byPort(lines), byPort(others)];
  const firsts: { readonly line: LedgerLine; readonly at: number }[] = [];
  let [head, start, end] = [0, 0, 0];
  for (const line of asked) {
    for (let other = facing[end]; other && fromOf(other) <= toOf(line); other = facing[end]) {
      while (firsts.length > head && (firsts.at(-1)?.line.line ?? 0) > other.line) firsts.pop();
      firsts.push({ line: other, at: end });
      end += 1;
    }
    for (let other = facing[start]; other && start < end && toOf(other) < fromOf(line); other = facing[start])
      start += 1;
    while ((firsts[head]?.at ?? start) < start) head += 1;
    const first = firsts[head]?.line;
    if (first && first.line < line.line) yield { line, first, count: end - start };
  }
}

function byPort(lines: readonly LedgerLine[]): LedgerLine[] {
  return [...lines].sort((a, b) => fromOf(a) - fromOf(b) || a.line - b.line);
}

/** Every port is one range, which meets each other one of its kind. */
function fromOf({ ports }: LedgerLine): number {
  return ports?.from ?? 0;
}

function toOf({ ports }: LedgerLine): number {
  return ports?.to ?? 0;
}
