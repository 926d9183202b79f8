import { assert } from './assert.js';
import type { Span } from './diagnostic.js';

/** A JSON value with its place in the text. */
export type Located = { readonly span: Span } & (
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Member> }
  | { readonly kind: 'list'; readonly items: readonly Located[] }
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null }
);

export interface Member {
  /** The place of the name. */
  readonly name: Span;
  readonly value: Located;
}

const token = /[ \t\r\n]*([{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+)/y;

/** The values of a text that is JSON (`jsonFault` says whether it is), each with its place. */
export function locate(text: string): Located {
  return new Walk(text).value();
}

class Walk {
  #at = 0;

  constructor(readonly text: string) {}

  value(): Located {
    const { word, span } = this.#next();
    if (word === '{') return this.#object(span.start);
    if (word === '[') return this.#list(span.start);
    const value: unknown = JSON.parse(word);
    assert(typeof value !== 'object' || value === null, 'a token is a scalar');
    return { kind: 'scalar', span, value: value as string | number | boolean | null };
  }

  #object(start: number): Located {
    const members = new Map<string, Member>();
    for (let { word, span } = this.#next(); word !== '}'; { word, span } = this.#next()) {
      if (word === ',') continue;
      this.#next();
      members.set(String(JSON.parse(word)), { name: span, value: this.value() });
    }
    return { kind: 'object', span: { start, end: this.#at }, members };
  }

  #list(start: number): Located {
    const items: Located[] = [];
    while (this.#peek() !== ']') {
      if (this.#peek() === ',') this.#next();
      items.push(this.value());
    }
    this.#next();
    return { kind: 'list', span: { start, end: this.#at }, items };
  }

  #peek(): string {
    const before = this.#at;
    const { word } = this.#next();
    this.#at = before;
    return word;
  }

  #next(): { word: string; span: Span } {
    token.lastIndex = this.#at;
    const word = token.exec(this.text)?.[1];
    assert(word !== undefined, 'the text is JSON');
    this.#at = token.lastIndex;
    return { word, span: { start: this.#at - word.length, end: this.#at } };
  }
}
