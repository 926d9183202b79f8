import { hasPorts } from '../../net/index.js';
import type { Status } from '../../outbound/index.js';
import type { LedgerDecision } from './decide.js';
import type { Cells, LedgerEdit, NewLine } from './edit.js';
import type { Ledger, LedgerLine, LineKey, SeenColumn } from './line.js';
import type { NeedFacts } from './match.js';

/** A need with what was seen of it in the window. Times are Unix seconds. */
export interface SeenNeed {
  readonly facts: NeedFacts;
  readonly answer: LedgerDecision;
  readonly status: Status;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly connections: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly scenarios: readonly string[];
}

export interface UpdateOptions {
  /** Write numbers as they are, instead of two digits where they changed much; default false. */
  readonly exact?: boolean;
  /** Add a line also for needs that a wider line decides; default false. */
  readonly everyNeed?: boolean;
}

export interface LedgerUpdate {
  readonly edit: LedgerEdit;
  /** Needs for which a line is added, undecided. */
  readonly added: readonly SeenNeed[];
  /** Lines that were seen before and are not now. */
  readonly gone: readonly LedgerLine[];
  /** Lines that were not seen at the last update and are now. */
  readonly back: readonly LedgerLine[];
  /** Other lines of which something that was seen is written again. */
  readonly refreshed: readonly LedgerLine[];
}

/** The line that a need would have to itself. */
export function keyOf({ workload, destination, protocol, port }: NeedFacts): LineKey {
  const ports = hasPorts(protocol) ? { from: port, to: port } : null;
  return { workload, destination: { kind: 'prefix', prefix: destination }, protocol, ports };
}

/**
 * Brings what was seen up to date. A need counts for the most specific line that speaks of it, decided or not, and for
 * the line that decides it; without one that speaks it gets a line of its own, undecided. What a person wrote is never
 * touched, and no line is taken out.
 */
export function updateLedger(
  ledger: Ledger,
  needs: readonly SeenNeed[],
  options: UpdateOptions = {},
): LedgerUpdate {
  const { exact = false, everyNeed = false } = options;
  const byLine = new Map<LedgerLine, SeenNeed[]>();
  const added: SeenNeed[] = [];
  for (const need of needs) {
    const [home] = need.answer.spoke;
    const lines = new Set(need.answer.by);
    if (home === undefined || (everyNeed && !isOwnLine(home, need))) added.push(need);
    else lines.add(home);
    for (const line of lines) listIn(byLine, line).push(need);
  }
  const changed = new Map<LedgerLine, Cells>();
  for (const line of ledger.lines) {
    const cells = seenCells(byLine.get(line) ?? [], line.seen, exact);
    const news = Object.entries(cells).filter(([name, text]) => line.seen[name as SeenColumn] !== text);
    if (news.length > 0) changed.set(line, Object.fromEntries(news));
  }
  const turned = (before: string, now: string) =>
    ledger.lines.filter((line) => changed.get(line)?.seen === now && line.seen.seen === before);
  const [gone, back] = [turned('yes', 'no'), turned('no', 'yes')];
  const told = new Set([...gone, ...back]);
  const refreshed = [...changed.keys()].filter((line) => !told.has(line));
  return {
    edit: { changed, added: added.map((need) => newLine(need, exact)) },
    added,
    gone,
    back,
    refreshed,
  };
}

function listIn<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function isOwnLine(line: LedgerLine, { facts }: SeenNeed): boolean {
  const { destination, workload } = line;
  return (
    workload !== null &&
    destination.kind === 'prefix' &&
    destination.prefix.length === facts.destination.length &&
    line.protocol !== null &&
    (line.ports === null ? !hasPorts(facts.protocol) : line.ports.from === line.ports.to)
  );
}

const nothingSeen: Readonly<Record<SeenColumn, string>> = {
  status: '',
  first_seen: '',
  last_seen: '',
  connections: '',
  bytes_out: '',
  bytes_in: '',
  scenarios: '',
  seen: '',
};

function newLine(need: SeenNeed, exact: boolean): NewLine {
  const cells = seenCells([need], nothingSeen, exact);
  return { key: keyOf(need.facts), cells: { decision: 'undecided', ...cells } };
}

/** How far a day may lag behind before it is written again: a daily update would otherwise touch every line. */
const lagDays = 7;

function seenCells(
  needs: readonly SeenNeed[],
  before: Readonly<Record<SeenColumn, string>>,
  exact: boolean,
): Partial<Record<SeenColumn, string>> {
  // What was seen last stays there for those who ask what it was.
  if (needs.length === 0) return { seen: 'no' };
  const sum = (of: (need: SeenNeed) => number) => needs.reduce((total, need) => total + of(need), 0);
  const first = dayOf(Math.min(...needs.map((need) => need.firstSeen)));
  const last = dayOf(Math.max(...needs.map((need) => need.lastSeen)));
  const amount = (column: SeenColumn, value: number) =>
    exact ? String(value) : rounded(before[column], value);
  return {
    status: statusOf(needs),
    first_seen: before.first_seen !== '' && before.first_seen < first ? before.first_seen : first,
    last_seen: laterDay(before.last_seen, last, exact ? 0 : lagDays),
    connections: amount(
      'connections',
      sum((need) => need.connections),
    ),
    bytes_out: amount(
      'bytes_out',
      sum((need) => need.bytesOut),
    ),
    bytes_in: amount(
      'bytes_in',
      sum((need) => need.bytesIn),
    ),
    scenarios: [...new Set(needs.flatMap((need) => need.scenarios))].sort().join('; '),
    seen: 'yes',
  };
}

const statuses: readonly Status[] = ['accepted', 'rejected', 'unanswered'];

function statusOf(needs: readonly SeenNeed[]): Status {
  return statuses.find((status) => needs.some((need) => need.status === status)) ?? 'unanswered';
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

function laterDay(before: string, now: string, lag: number): string {
  const days = (Date.parse(now) - Date.parse(before)) / 86_400_000;
  return before !== '' && days < Math.max(1, lag) ? before : now;
}

/** Two digits of a number; what stands there already stays while the number is within a factor of two of it. */
function rounded(before: string, now: number): string {
  const old = before === '' ? Number.NaN : Number(before);
  if (old === now || (old > 0 && now > 0 && now / old < 2 && old / now < 2)) return before;
  return String(Number(now.toPrecision(2)));
}
