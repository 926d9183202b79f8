import type { Span } from '../../base/index.js';

/** A part of a rule with its place. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

/** One option of a rule: `keyword;` or `keyword: value;`. */
export interface RuleOption {
  readonly keyword: Word;
  readonly value: Word | null;
}

/** A rule before anybody asks what it means. */
export interface RuleText {
  readonly span: Span;
  readonly action: Word;
  readonly protocol: Word;
  readonly source: Word;
  readonly sourcePort: Word;
  readonly direction: Word;
  readonly destination: Word;
  readonly destinationPort: Word;
  readonly options: readonly RuleOption[];
}

/** Called with what is wrong; spans are in the text that was parsed. */
export type Refuse = (code: string, span: Span, message: string, help?: string) => void;

const headerParts = [
  'an action',
  'a protocol',
  'a source',
  'a source port',
  'a direction',
  'a destination',
  'a destination port',
] as const;

/**
 * Reads rules as Suricata writes them (Suricata User Guide, "Rules Format"): one a line, `\` at its end goes on in the
 * next one, `#` begins a comment line. A line that is no rule is refused, and the next one is read.
 */
export function parseRules(text: string, refuse: Refuse): RuleText[] {
  return linesOf(text).flatMap((line) => new RuleReader(text, line, refuse).read() ?? []);
}

/** Spans of lines that hold a rule, with the lines that they go on in. */
function linesOf(text: string): Span[] {
  const spans: Span[] = [];
  const whole = /(?:[^\n\\]|\\(?:\r?\n|.)|\\$)+/g;
  for (const match of text.matchAll(whole)) {
    const line = match[0];
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const start = match.index + (line.length - line.trimStart().length);
    spans.push({ start, end: match.index + line.trimEnd().length });
  }
  return spans;
}

class RuleReader {
  #at: number;

  constructor(
    readonly text: string,
    readonly line: Span,
    readonly refuse: Refuse,
  ) {
    this.#at = line.start;
  }

  read(): RuleText | undefined {
    const words: Word[] = [];
    for (const part of headerParts) {
      const word = this.#headerWord();
      if (word === undefined) return this.#missing(part);
      words.push(word);
    }
    const [action, protocol, source, sourcePort, direction, destination, destinationPort] = words;
    const options = this.#options();
    if (
      !action ||
      !protocol ||
      !source ||
      !sourcePort ||
      !direction ||
      !destination ||
      !destinationPort ||
      !options
    )
      return undefined;
    return {
      span: this.line,
      ...{ action, protocol, source, sourcePort, direction, destination, destinationPort, options },
    };
  }

  /** Up to the next white space outside of brackets. */
  #headerWord(): Word | undefined {
    this.#skipSpace();
    const start = this.#at;
    let depth = 0;
    for (; this.#at < this.line.end; this.#at++) {
      const letter = this.text[this.#at] ?? '';
      if (letter === '[') depth++;
      else if (letter === ']') depth--;
      else if (depth === 0 && (/\s/.test(letter) || letter === '(')) break;
    }
    if (this.#at === start) return undefined;
    return { text: this.text.slice(start, this.#at), span: { start, end: this.#at } };
  }

  #options(): RuleOption[] | undefined {
    this.#skipSpace();
    if (this.text[this.#at] !== '(') return this.#missing('`(` and the options');
    if (this.text[this.line.end - 1] !== ')') {
      this.refuse(
        'rule-syntax',
        { start: this.line.end - 1, end: this.line.end },
        '`)` is expected at the end of a rule.',
      );
      return undefined;
    }
    const end = this.line.end - 1;
    this.#at++;
    const options: RuleOption[] = [];
    for (this.#skipSpace(); this.#at < end; this.#skipSpace()) {
      const option = this.#option(end);
      if (option === undefined) return undefined;
      options.push(option);
    }
    return options;
  }

  #option(end: number): RuleOption | undefined {
    const start = this.#at;
    while (this.#at < end && this.text[this.#at] !== ';') this.#at += this.text[this.#at] === '\\' ? 2 : 1;
    if (this.#at >= end) {
      this.refuse('rule-syntax', { start, end }, '`;` is expected after an option.');
      return undefined;
    }
    const whole = this.text.slice(start, this.#at);
    this.#at++;
    const colon = whole.indexOf(':');
    const word = (from: number, to: number): Word => {
      const part = whole.slice(from, to);
      const lead = part.length - part.trimStart().length;
      const text = part.trim();
      return {
        text,
        span: { start: start + from + lead, end: start + from + lead + Math.max(1, text.length) },
      };
    };
    return colon < 0
      ? { keyword: word(0, whole.length), value: null }
      : { keyword: word(0, colon), value: word(colon + 1, whole.length) };
  }

  #skipSpace(): void {
    while (this.#at < this.line.end && /[\s\\]/.test(this.text[this.#at] ?? '')) this.#at++;
  }

  #missing(part: string): undefined {
    const start = Math.min(this.#at, this.line.end - 1);
    this.refuse(
      'rule-syntax',
      { start, end: this.line.end },
      `${part} is expected here.`.replace(/^./, (letter) => letter.toUpperCase()),
      'a rule is written: action protocol source port -> destination port (options)',
    );
    return undefined;
  }
}
