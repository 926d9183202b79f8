import { limits, type Span } from '../../base/index.js';
import { Depth, type QueryText } from '../problem.js';
import { type Token, tokenize } from './lexer.js';
import { refuse, unexpected } from './messages.js';
import type { Name, Stage } from './syntax.js';

/** Reads tokens from left to right; every refusal says what would have been accepted. */
export class Cursor {
  readonly #tokens: readonly Token[];
  readonly depth: Depth;
  #at = 0;

  constructor(
    readonly query: QueryText,
    /** Reads the commands of a subquery, up to the parenthesis that closes it. */
    readonly nested: (cursor: Cursor) => { readonly stages: readonly Stage[]; readonly text: string },
  ) {
    this.#tokens = tokenize(query);
    this.depth = new Depth(query);
  }

  get token(): Token {
    const token = this.#tokens[Math.min(this.#at, this.#tokens.length - 1)];
    return token ?? { kind: 'end', span: { start: 0, end: 0 } };
  }

  peek(ahead: number): Token {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
    return token ?? this.token;
  }

  get atEnd(): boolean {
    return this.token.kind === 'end';
  }

  next(): Token {
    const { token } = this;
    this.#at++;
    return token;
  }

  /** Where the last token that was taken ends. */
  get taken(): Span {
    return this.#tokens[Math.max(0, this.#at - 1)]?.span ?? { start: 0, end: 0 };
  }

  from(start: Span): Span {
    return { start: start.start, end: this.taken.end };
  }

  isWord(...words: readonly string[]): boolean {
    const { token } = this;
    return token.kind === 'word' && !token.quoted && words.includes(token.text.toLowerCase());
  }

  acceptWord(...words: readonly string[]): boolean {
    if (!this.isWord(...words)) return false;
    this.#at++;
    return true;
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

  /** A field or a new name. */
  name(what: string): Name {
    const { token } = this;
    if (token.kind !== 'word') return this.unexpected(`write ${what} here`);
    this.#at++;
    return { name: token.text, span: token.span };
  }

  /** One or more, with commas between them. */
  list<T>(read: () => T, most: number = limits.insightsListed): T[] {
    const items = [read()];
    while (this.acceptSymbol(',') !== undefined) {
      if (items.length >= most) refuse(this.query, 'too-many-listed', { max: most }, this.token.span);
      items.push(read());
    }
    return items;
  }

  /** A whole number from 1. */
  count(): number {
    const { token } = this;
    if (token.kind !== 'number') return this.unexpected('write a whole number here');
    if (!Number.isSafeInteger(token.value) || token.value < 1) {
      return refuse(
        this.query,
        'not-a-number',
        { text: token.text },
        token.span,
        'write a number such as 20',
      );
    }
    this.#at++;
    return token.value;
  }

  unexpected(help: string): never {
    const { token } = this;
    return unexpected(this.query, this.query.slice(token.span), token.span, help);
  }

  notSupported(what: string, span: Span, help?: string): never {
    return refuse(this.query, 'not-supported', { what }, span, help);
  }
}
