import { createInterface, type Interface } from 'node:readline';
import type { Terminal } from '../terminal.js';
import { completeLine } from './complete-line.js';
import type { History } from './history.js';
import { runEntry } from './run-lines.js';
import type { ShellSession } from './session.js';
import { StatementReader } from './statement-reader.js';

type Keyboard = NonNullable<Terminal['keyboard']>;

/** Reads lines from a keyboard until `.quit` or Ctrl-D. Ctrl-C stops what runs, or forgets what is begun. */
export async function runInteractive(
  session: ShellSession,
  keyboard: Keyboard,
  history: History,
): Promise<void> {
  const loop = new KeyboardLoop(session, keyboard, history);
  await loop.ended;
}

class KeyboardLoop {
  readonly ended: Promise<void>;
  readonly #reader = new StatementReader();
  readonly #lines: string[] = [];
  readonly #readline: Interface;
  #running: AbortController | undefined;
  #closed = false;

  constructor(
    readonly session: ShellSession,
    { input, screen }: Keyboard,
    readonly history: History,
  ) {
    this.#readline = createInterface({
      input,
      output: screen,
      terminal: true,
      history: [...history.lines],
      historySize: 2000,
      removeHistoryDuplicates: true,
      completer: (line: string, callback: (error: null, result: [string[], string]) => void) => {
        void this.#complete(line).then((result) => callback(null, result));
      },
    });
    this.ended = new Promise((resolve) => {
      const finish = () => {
        this.#closed = true;
        this.#running?.abort('SIGINT');
        if (this.#running === undefined) resolve();
        else void this.#work?.then(resolve);
      };
      this.#readline.on('close', finish);
    });
    this.#readline.on('line', (line) => {
      this.#lines.push(line);
      if (this.#running === undefined) this.#work = this.#runLines();
    });
    this.#readline.on('SIGINT', () => this.#interrupt());
    session.context.signal.addEventListener('abort', () => this.#readline.close());
    this.#prompt();
  }

  #work: Promise<void> | undefined;

  async #runLines(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    this.session.signal = running.signal;
    for (;;) {
      const line = this.#lines.shift();
      if (line === undefined || running.signal.aborted) break;
      await this.history.add(line);
      if (!(await this.#runLine(line))) {
        this.#running = undefined;
        this.#readline.close();
        return;
      }
    }
    this.#running = undefined;
    if (!this.#closed) this.#prompt();
  }

  /** Whether the shell goes on. */
  async #runLine(line: string): Promise<boolean> {
    for (const entry of this.#reader.push(line, this.session.language)) {
      // At a keyboard each query is looked at by itself, so places count from its own first line.
      const result = await runEntry(this.session, { ...entry, line: 0 });
      if (result.kind === 'quit') return false;
    }
    return true;
  }

  #interrupt(): void {
    this.#lines.length = 0;
    if (this.#running !== undefined) {
      // What is told of it stands on a line of its own, not behind what was typed ahead.
      if (this.#readline.line !== '') this.session.terminal.note('');
      this.#running.abort('SIGINT');
      return;
    }
    this.#reader.clear();
    // Empties the line as the keys do that do so.
    this.#readline.write(null, { ctrl: true, name: 'e' });
    this.#readline.write(null, { ctrl: true, name: 'u' });
    this.#prompt();
  }

  #prompt(): void {
    const { language, over } = this.session;
    const place = over === 'records' ? language : `${language}/${over}`;
    this.#readline.setPrompt(this.#reader.pending === '' ? `${place}> ` : `${'.'.repeat(place.length)}> `);
    // What was typed while an answer was printed stays, and the cursor behind it.
    this.#readline.prompt(true);
  }

  async #complete(line: string): Promise<[string[], string]> {
    // The connection is busy; a second statement on it would end the first.
    if (this.#running !== undefined) return [[], line];
    try {
      const [words, written] = await completeLine(this.session, this.#reader.pending, line);
      return [[...words], written];
    } catch (error) {
      this.session.terminal.note(
        `\nNothing can be looked up: ${error instanceof Error ? error.message : error}`,
      );
      return [[], line];
    }
  }
}
