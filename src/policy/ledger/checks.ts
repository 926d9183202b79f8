import type { Scope } from '../../outbound/index.js';
import { contradictions } from './contradictions.js';
import { isExpired, type LedgerDecision } from './decide.js';
import { describeKey, type Ledger, type LedgerLine } from './line.js';
import type { NeedFacts } from './match.js';
import { keyOf } from './update.js';

/** A need as the checks look at it. */
export interface CheckedNeed {
  readonly facts: NeedFacts;
  readonly answer: LedgerDecision;
  readonly scope: Scope;
  readonly portClass: string | null;
}

export interface CheckInput {
  readonly ledger: Ledger;
  readonly needs: readonly CheckedNeed[];
  /** A day as `2027-03-31`. */
  readonly today: string;
  /** A decision that ends within so many days is about to end. */
  readonly soonDays: number;
  /** Why a line's names stand for nothing, in words; null when they stand for something, or when nobody knows. */
  readonly unknownName: (line: LedgerLine) => string | null;
}

/** What a check found. */
interface Found {
  /** One-based line of the file; null for a need that no line speaks of. */
  readonly line: number | null;
  /** Id of the need, where the finding is about one. */
  readonly need: string | null;
  /** What it is about: `app → 198.51.100.7 tcp/443`. */
  readonly subject: string;
  readonly message: string;
  /** What to do, without a full stop. */
  readonly help: string;
}

interface CheckSpec {
  readonly doc: string;
  readonly find: (input: CheckInput, views: LineView[]) => Found[];
}

/** A line with the needs that it speaks of, and those it decides. */
interface LineView {
  readonly line: LedgerLine;
  readonly speaks: readonly CheckedNeed[];
  readonly decides: readonly CheckedNeed[];
}

/** Classes of ports by which machines are controlled. */
const controlClasses = new Set(['admin', 'remote-desktop', 'container-api']);

/** Every check, the most urgent first. A new one is a row; `--fail-on` and the reference follow from it. */
export const ledgerChecks = {
  contradictory: {
    doc: 'Two lines that are equally specific say different things of the same traffic; it stays undecided.',
    find: (input) => contradictory(input),
  },
  expired: {
    doc: 'A decision has ended; what it speaks of is undecided.',
    find: ({ today }, views) =>
      views
        .filter(({ line }) => line.decision !== 'undecided' && isExpired(line, today))
        .map(({ line, speaks }) =>
          about(
            line,
            `The decision to ${line.decision} ended on ${line.expires}${concerns(speaks.length)}.`,
            {
              help: 'decide again with sluice ledger review, or write a later day',
            },
          ),
        ),
  },
  expiring: {
    doc: 'A decision ends within `--soon-days`.',
    find: ({ today, soonDays }, views) =>
      views
        .filter(({ line }) => line.decision !== 'undecided' && endsSoon(line, today, soonDays))
        .map(({ line }) =>
          about(line, `The decision to ${line.decision} ends on ${line.expires}.`, {
            help: 'write a later day, or let it end',
          }),
        ),
  },
  'unreasoned-admin': {
    doc: 'An administration port outside the VPC is allowed without a reason.',
    find: (_, views) =>
      views
        .filter(({ line }) => line.decision === 'allow' && line.reason === '')
        .flatMap(({ line, decides }) => {
          const risky = decides.find(
            ({ scope, portClass }) => scope !== 'own-vpc' && controlClasses.has(portClass ?? ''),
          );
          if (risky === undefined) return [];
          const what = `port ${risky.facts.port} (${risky.portClass})`;
          return [
            about(line, `Allows ${what} outside the VPC and says no reason.`, { help: 'write the reason' }),
          ];
        }),
  },
  wide: {
    doc: 'Everything, or a block of at least a /8, is allowed on every port.',
    find: (_, views) =>
      views
        .filter(({ line }) => line.decision === 'allow' && line.ports === null && isVast(line))
        .map(({ line }) =>
          about(line, 'Allows every port to most of the internet.', {
            help: 'name the ports, or the destinations',
          }),
        ),
  },
  'unknown-name': {
    doc: 'A workload, group, prefix list or service that the inventory and the logs do not know.',
    find: ({ unknownName }, views) =>
      views.flatMap(({ line }) => {
        const words = unknownName(line);
        return words === null
          ? []
          : [about(line, words, { help: 'compare the spelling with the inventory' })];
      }),
  },
  overruled: {
    doc: 'A more specific line allows some of what a line about one party, list or block denies.',
    find: (_, views) =>
      views
        .filter(({ line }) => line.decision === 'deny' && line.destination.kind !== 'any')
        .flatMap(({ line, speaks }) => {
          const lost = speaks.filter((need) => need.answer.decision === 'allow');
          const [first] = lost;
          const by = first?.answer.by[0];
          if (by === undefined) return [];
          const words = `Line ${by.line} (${describeKey(by)}) allows ${count(lost.length, 'need')} that this line denies`;
          return [
            about(line, `${words}.`, {
              help: 'right if it is an exception; else make this line more specific',
            }),
          ];
        }),
  },
  shadowed: {
    doc: 'More specific lines decide everything that a line speaks of.',
    find: ({ today }, views) =>
      views
        .filter(({ line }) => line.decision !== 'undecided' && !isExpired(line, today))
        .filter(({ speaks, decides }) => speaks.length > 0 && decides.length === 0)
        .map(({ line, speaks }) =>
          about(line, `More specific lines decide all of the ${count(speaks.length, 'need')} it speaks of.`, {
            help: 'take it out, unless it is for what comes later',
          }),
        ),
  },
  duplicate: {
    doc: 'Two lines say the same of the same.',
    find: ({ ledger }) => duplicates(ledger),
  },
  unused: {
    doc: 'A line allows what was not seen in this window.',
    find: (_, views) =>
      views
        .filter(({ line, speaks }) => line.decision === 'allow' && speaks.length === 0)
        .map(({ line }) => {
          const last =
            line.seen.last_seen === '' ? 'It was never seen.' : `It was last seen on ${line.seen.last_seen}.`;
          return about(line, last, {
            help: 'keep it for rare jobs, or take it out',
          });
        }),
  },
  undecided: {
    doc: 'A need is undecided.',
    find: ({ needs }) =>
      needs
        .filter(({ answer }) => answer.decision === 'undecided')
        .map(({ facts, answer }) => ({
          line: answer.spoke[0]?.line ?? null,
          need: facts.id,
          subject: describeKey(keyOf(facts)),
          message: undecidedBecause[answer.because],
          help: 'sluice ledger review',
        })),
  },
} as const satisfies Readonly<Record<string, CheckSpec>>;

export type CheckKind = keyof typeof ledgerChecks;

/** Something about the ledger that a person should look at. */
export interface LedgerFinding extends Found {
  readonly kind: CheckKind;
}

const undecidedBecause: Readonly<Record<LedgerDecision['because'], string>> = {
  line: 'Nobody has decided.',
  'no-line': 'Nobody has decided.',
  expired: 'The decision has ended.',
  contradictory: 'The most specific lines contradict each other.',
};

/** Everything that the checks find, in the order of the checks and of the file. */
export function checkLedger(input: CheckInput): LedgerFinding[] {
  const views = lineViews(input);
  return Object.entries(ledgerChecks).flatMap(([kind, check]) =>
    check.find(input, views).map((found) => ({ kind: kind as CheckKind, ...found })),
  );
}

function lineViews({ ledger, needs }: CheckInput): LineView[] {
  const speaks = new Map<LedgerLine, CheckedNeed[]>(ledger.lines.map((line) => [line, []]));
  const decides = new Map<LedgerLine, CheckedNeed[]>(ledger.lines.map((line) => [line, []]));
  for (const need of needs) {
    for (const line of need.answer.spoke) speaks.get(line)?.push(need);
    for (const line of need.answer.by) decides.get(line)?.push(need);
  }
  return ledger.lines.map((line) => ({
    line,
    speaks: speaks.get(line) ?? [],
    decides: decides.get(line) ?? [],
  }));
}

function about(line: LedgerLine, message: string, { help }: { help: string }): Found {
  return { line: line.line, need: null, subject: `${describeKey(line)}: ${line.decision}`, message, help };
}

function count(number: number, word: string): string {
  return number === 1 ? `1 ${word}` : `${number} ${word}s`;
}

function concerns(needs: number): string {
  return needs === 0 ? '' : `; it concerns ${count(needs, 'need')}`;
}

function endsSoon({ expires }: LedgerLine, today: string, days: number): boolean {
  if (expires === null || expires < today) return false;
  return Date.parse(expires) - Date.parse(today) <= days * 86_400_000;
}

function isVast({ destination }: LedgerLine): boolean {
  if (destination.kind === 'any') return true;
  return destination.kind === 'prefix' && destination.prefix.length <= 8;
}

/** A line for each that another one, further up, contradicts. */
function contradictory({ ledger, needs, today }: CheckInput): Found[] {
  return contradictions(ledger, needs, today).map(({ line, first, count }) => {
    const more =
      count === 1 ? '' : `, and so ${count === 2 ? 'does 1 more line' : `do ${count - 1} more lines`}`;
    return about(
      line,
      `Line ${first.line} (${describeKey(first)}) says ${first.decision} of the same, no less specific${more}.`,
      { help: 'take one of them out, or make one more specific' },
    );
  });
}

function duplicates(ledger: Ledger): Found[] {
  const first = new Map<string, LedgerLine>();
  return ledger.lines.flatMap((line) => {
    const key = `${describeKey(line)} ${line.decision} ${line.expires ?? ''}`;
    const before = first.get(key);
    if (before === undefined) first.set(key, line);
    return before === undefined
      ? []
      : [about(line, `Line ${before.line} says the same.`, { help: 'take one of them out' })];
  });
}
