type Language = 'athena' | 'insights';

/** What was typed: a dot command, or a query with the number of its first line, counted from 0. */
export type Entry =
  | { readonly kind: 'dot'; readonly text: string; readonly line: number }
  | { readonly kind: 'query'; readonly text: string; readonly line: number };

/**
 * Puts lines together to queries. A query of Athena ends with a `;` that stands outside quotes and comments; one of
 * Logs Insights with a `;` at the end of a line, or with an empty line. A line that begins with a dot, where no query is
 * begun, is a dot command.
 */
export class StatementReader {
  #pending = '';
  #line = 0;
  #begun = 0;

  /** What is begun and not ended yet. */
  get pending(): string {
    return this.#pending;
  }

  /** Takes one line, without its end. */
  *push(line: string, language: Language): Generator<Entry> {
    const number = this.#line++;
    if (this.#pending === '') {
      if (line.trim() === '') return;
      if (line.startsWith('.')) {
        yield { kind: 'dot', text: line.trim(), line: number };
        return;
      }
      this.#begun = number;
    }
    if (language === 'insights') yield* this.#pushInsights(line);
    else yield* this.#pushAthena(line, number);
  }

  /** The query that the end of the input ends. */
  end(): Entry | undefined {
    const text = this.#pending.trim();
    this.#pending = '';
    return text === '' ? undefined : { kind: 'query', text, line: this.#begun };
  }

  /** Forgets what is begun. */
  clear(): void {
    this.#pending = '';
  }

  *#pushInsights(line: string): Generator<Entry> {
    const last = line.trimEnd();
    const ends = last.endsWith(';');
    this.#add(ends ? last.slice(0, -1) : line);
    if (!ends && last !== '') return;
    const entry = this.end();
    if (entry !== undefined) yield entry;
  }

  *#pushAthena(line: string, number: number): Generator<Entry> {
    this.#add(line);
    for (;;) {
      const at = endOfStatement(this.#pending);
      if (at < 0) break;
      const text = this.#pending.slice(0, at);
      const rest = this.#pending.slice(at + 1);
      if (hasWords(text)) yield { kind: 'query', text: text.trimEnd(), line: this.#begun };
      this.#pending = rest.trim() === '' ? '' : rest;
      this.#begun = number;
    }
  }

  #add(line: string): void {
    this.#pending = this.#pending === '' ? line : `${this.#pending}\n${line}`;
  }
}

const skipped = /'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** Offset of the first `;` outside quotes and comments, or -1. */
function endOfStatement(text: string): number {
  return text.replace(skipped, (piece) => 'x'.repeat(piece.length)).indexOf(';');
}

/** Whether there is more than comments. */
function hasWords(text: string): boolean {
  return text.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim() !== '';
}
