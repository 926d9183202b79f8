import { assert } from '../../base/index.js';
import {
  applyEdit,
  type Cells,
  compareKeys,
  createDecider,
  type Decision,
  describeKey,
  formatDestination,
  type Ledger,
  type LedgerLine,
  type LineKey,
  type NewLine,
  type Proposal,
  readLedger,
  updateLedger,
} from '../../policy/index.js';
import type { OpenAnalysis } from '../analyze.js';
import { dayOf, type LedgerView, viewLedger } from './basis.js';
import { loadLedger } from './file.js';
import { type LedgerLock, lockLedger } from './lock.js';
import { type LedgerNeed, seenNeed } from './needs.js';
import { emptyLedger } from './update.js';
import { type Widening, wideningsOf, wideningTo } from './widen.js';
import { writeLedger } from './write.js';

/** What is written beside a decision. */
export interface DecisionNote {
  readonly reason: string;
  readonly owner: string;
  readonly ticket: string;
  /** A day as `2027-03-31`, or empty. */
  readonly expires: string;
  readonly decidedBy: string;
}

/** Several needs that one answer would suit. */
export interface Likeness {
  readonly words: string;
  readonly needs: readonly LedgerNeed[];
}

/**
 * A walk through the undecided needs. It has the ledger's lock, writes after each decision, and can take every one back.
 * Close it after use.
 */
export class Review {
  #ledger: Ledger;
  #needs: readonly LedgerNeed[];
  #written: string | undefined;
  readonly #undo: { readonly text: string; readonly words: string }[] = [];

  private constructor(
    readonly path: string,
    private readonly view: LedgerView,
    private readonly lock: LedgerLock,
    private readonly today: string,
    start: { readonly ledger: Ledger; readonly written: string | undefined },
  ) {
    this.#ledger = start.ledger;
    this.#written = start.written;
    this.#needs = view.needs;
  }

  static async open(opened: OpenAnalysis, path: string): Promise<Review> {
    const lock = await lockLedger(path);
    try {
      const loaded = await loadLedger(path);
      const ledger = loaded?.ledger ?? emptyLedger(path);
      const today = dayOf(new Date());
      const view = await viewLedger(opened, ledger, today);
      return new Review(path, view, lock, today, { ledger, written: loaded?.ledger.csv.text });
    } catch (cause) {
      await lock.release();
      throw cause;
    }
  }

  async close(): Promise<void> {
    await this.lock.release();
  }

  get needs(): readonly LedgerNeed[] {
    return this.#needs;
  }

  /** Undecided needs: what leaves the VPC first, then the largest by bytes. */
  get undecided(): readonly LedgerNeed[] {
    return this.#needs
      .filter((need) => need.answer.decision === 'undecided')
      .sort(
        (a, b) =>
          inside(a) - inside(b) || bytesOf(b) - bytesOf(a) || b.group.connections - a.group.connections,
      );
  }

  /** The need as it stands now, after the decisions of this review. */
  current(id: string): LedgerNeed {
    const found = this.#needs.find((need) => need.facts.id === id);
    assert(found !== undefined, `the need ${id} is one of the review`);
    return found;
  }

  proposalFor(need: LedgerNeed): Proposal {
    return this.view.proposeFor(need);
  }

  widenings(need: LedgerNeed): Widening[] {
    return wideningsOf(need, this.#needs);
  }

  widening(key: LineKey, words: string): Widening {
    return wideningTo(key, this.#needs, words);
  }

  /** Undecided needs like this one: the same workload, port and scope; the same destination and port of any workload. */
  likenesses(need: LedgerNeed): Likeness[] {
    const { facts, group } = need;
    const open = this.undecided.filter(
      (each) => each.facts.protocol === facts.protocol && each.facts.port === facts.port,
    );
    const { scope } = group.first;
    const samePort = open.filter(
      (each) => each.facts.workload === facts.workload && each.group.first.scope === scope,
    );
    const sameTarget = open.filter(
      (each) =>
        each.facts.destination.value === facts.destination.value &&
        each.facts.destination.family === facts.destination.family,
    );
    const found = [
      { words: `all of ${facts.workload} to this port, same scope (${scope})`, needs: samePort },
      { words: 'every workload to this destination and port', needs: sameTarget },
    ];
    return found.filter((each) => each.needs.length > 1);
  }

  /** Decides lines and writes the ledger. A line that speaks of the same is changed, else one is added. */
  async decide(keys: readonly LineKey[], decision: Decision, note: DecisionNote): Promise<void> {
    const cells: Cells = {
      decision,
      ...(note.reason === '' ? {} : { reason: note.reason }),
      ...(note.owner === '' ? {} : { owner: note.owner }),
      ...(note.ticket === '' ? {} : { ticket: note.ticket }),
      // A decision that is renewed does not end when the old one did.
      expires: note.expires,
      decided_by: note.decidedBy,
      decided_on: this.today,
    };
    const changed = new Map<LedgerLine, Cells>();
    const added: NewLine[] = [];
    const known = linesByKey(this.#ledger);
    for (const key of keys) {
      const lines = (known.get(describeKey(key)) ?? []).filter((line) => compareKeys(line, key) === 0);
      for (const line of lines) changed.set(line, cells);
      if (lines.length === 0) added.push({ key, cells });
    }
    const before = this.#ledger.csv.text;
    await this.#write(this.#withSeen(applyEdit(this.#ledger, { changed, added })));
    const [first] = keys;
    const what = first && keys.length === 1 ? formatDestination(first.destination) : `${keys.length} lines`;
    this.#undo.push({ text: before, words: `${decision} ${what}` });
  }

  /** Takes the last decision of this review back; its words, or undefined when there is none. */
  async undo(): Promise<string | undefined> {
    const last = this.#undo.pop();
    if (last === undefined) return undefined;
    const { ledger } = readLedger(last.text, this.path);
    assert(ledger !== undefined, 'a text that was read can be read again');
    await this.#write(ledger);
    return last.words;
  }

  /** A new line says what was seen, as an update would write it; the lines of others wait for theirs. */
  #withSeen(ledger: Ledger): Ledger {
    const decider = createDecider(ledger.lines, this.today);
    const needs = this.#needs.map((need) => ({ ...need, answer: decider.decide(need.facts) }));
    const { edit } = updateLedger(ledger, needs.map(seenNeed));
    const isNew = (line: LedgerLine) => line.decision !== 'undecided' && line.seen.seen === '';
    const changed = new Map([...edit.changed].filter(([line]) => isNew(line)));
    return applyEdit(ledger, { changed, added: [] });
  }

  async #write(ledger: Ledger): Promise<void> {
    await writeLedger(this.path, this.#written, ledger.csv.text);
    this.#written = ledger.csv.text;
    this.#ledger = ledger;
    const decider = createDecider(ledger.lines, this.today);
    this.#needs = this.#needs.map((need) => ({ ...need, answer: decider.decide(need.facts) }));
  }
}

/** Lines by what they speak of in words: one decision may concern thousands of needs. */
function linesByKey({ lines }: Ledger): Map<string, LedgerLine[]> {
  const known = new Map<string, LedgerLine[]>();
  for (const line of lines) {
    const words = describeKey(line);
    const same = known.get(words);
    if (same) same.push(line);
    else known.set(words, [line]);
  }
  return known;
}

function inside({ group }: LedgerNeed): number {
  return group.first.scope === 'own-vpc' ? 1 : 0;
}

function bytesOf({ group }: LedgerNeed): number {
  return group.bytesOut + group.bytesIn;
}
