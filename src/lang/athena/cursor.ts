import type { Span } from '../../base/index.js';
import { Depth, type QueryText } from '../problem.js';
import { type Quoting, type Token, tokenize } from './lexer.js';
import { refuse } from './messages.js';
import type { Identifier } from './syntax.js';
import { reservedWords } from './words.js';

/** Reads tokens from left to right; every refusal says what would have been accepted. */
export class Cursor {
  readonly tokens: readonly Token[];
  readonly depth: Depth;
  #at = 0;

  constructor(
    readonly query: QueryText,
    quoting: Quoting = 'trino',
  ) {
    this.tokens = tokenize(query, quoting);
    this.depth = new Depth(query);
  }

  get token(): Token {
    return this.peek(0);
  }

  peek(ahead: number): Token {
    const token = this.tokens[Math.min(this.#at + ahead, this.tokens.length - 1)];
    return token ?? { kind: 'end', span: { start: 0, end: 0 } };
  }

  next(): Token {
    const { token } = this;
    this.#at++;
    return token;
  }

  /** From a place to the end of the last token that was taken. */
  from(start: Span): Span {
    const taken = this.tokens[Math.max(0, this.#at - 1)]?.span ?? start;
    return { start: start.start, end: Math.max(taken.end, start.start) };
  }

  isWord(...words: readonly string[]): boolean {
    return wordOf(this.token, words);
  }

  /** Whether these words follow, in this order. */
  areWords(...words: readonly string[]): boolean {
    return words.every((word, index) => wordOf(this.peek(index), [word]));
  }

  acceptWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.#at++;
    return true;
  }

  acceptWords(...words: readonly string[]): boolean {
    if (!this.areWords(...words)) return false;
    this.#at += words.length;
    return true;
  }

  expectWord(word: string): void {
    if (!this.acceptWord(word)) this.unexpected(`write ${word.toUpperCase()} here`);
  }

  isSymbol(...symbols: readonly string[]): boolean {
    const { token } = this;
    return token.kind === 'symbol' && symbols.includes(token.text);
  }

  acceptSymbol(...symbols: readonly string[]): string | undefined {
    const { token } = this;
    if (token.kind !== 'symbol' || !symbols.includes(token.text)) return undefined;
    this.#at++;
    return token.text;
  }

  expectSymbol(symbol: string, help: string): void {
    if (this.acceptSymbol(symbol) === undefined) this.unexpected(help);
  }

  /** A name; a reserved word is one only in double quotes. */
  identifier(what: string): Identifier {
    const { token } = this;
    if (token.kind !== 'word') return this.unexpected(`write ${what} here`);
    if (!token.quoted && reservedWords.has(token.text.toLowerCase())) {
      return refuse(
        this.query,
        'reserved-word',
        { word: token.text },
        token.span,
        `as a name it is written "${token.text}"`,
      );
    }
    this.#at++;
    return { name: token.text, quoted: token.quoted, span: token.span };
  }

  /** Whether a name could begin here. */
  get atIdentifier(): boolean {
    const { token } = this;
    return token.kind === 'word' && (token.quoted || !reservedWords.has(token.text.toLowerCase()));
  }

  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.acceptSymbol(',') !== undefined) items.push(read());
    return items;
  }

  string(what: string): { value: string; span: Span } {
    const { token } = this;
    if (token.kind !== 'string') return this.unexpected(`write ${what} here, in single quotes`);
    this.#at++;
    return { value: token.value, span: token.span };
  }

  unexpected(help?: string): never {
    const { token } = this;
    return refuse(this.query, 'mismatched', { symbol: this.query.slice(token.span) }, token.span, help);
  }

  notSupported(what: string, span: Span = this.token.span, help?: string): never {
    return refuse(this.query, 'not-supported', { what }, span, help);
  }
}

function wordOf(token: Token, words: readonly string[]): boolean {
  return token.kind === 'word' && !token.quoted && words.includes(token.text.toLowerCase());
}
