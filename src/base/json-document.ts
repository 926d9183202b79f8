import { type Diagnostic, LineStarts, type Span } from './diagnostic.js';
import { type Located, locate } from './json-located.js';
import { jsonFault } from './json-place.js';
import { nearest } from './nearest.js';

/** A JSON text with rules: its name for messages, and what was found wrong in it. */
export class JsonDocument {
  readonly diagnostics: Diagnostic[] = [];
  #lines: LineStarts | undefined;

  constructor(
    readonly name: string,
    readonly text: string,
  ) {}

  /** The document's object, or undefined with a diagnostic. */
  root(): Members | undefined {
    const fault = jsonFault(this.text);
    if (fault !== undefined) {
      const message = `The file is not JSON: ${fault.expected} is expected here.`;
      this.refuse('policy-not-json', fault.span, message, wholeAgain);
      return undefined;
    }
    const value = locate(this.text);
    if (value.kind === 'object') return new Members(this, value);
    this.refuse('policy-not-json', value.span, 'The file holds no JSON object.', wholeAgain);
    return undefined;
  }

  refuse(code: string, span: Span, message: string, help?: string): void {
    const shared = { code, severity: 'error', source: this.name, message, span } as const;
    this.diagnostics.push(help === undefined ? shared : { ...shared, help });
  }

  /** `FILE:LINE:COLUMN` of an offset. */
  place(offset: number): string {
    this.#lines ??= new LineStarts(this.text);
    const { line, column } = this.#lines.at(offset);
    return `${this.name}:${line}:${column}`;
  }
}

const wholeAgain = 'correct this place, or write the file again; output of the AWS CLI needs --output json';

type ObjectValue = Extract<Located, { kind: 'object' }>;

/**
 * Reads the members of one object of a rule. A member of another type than asked for is refused with its place and then
 * treated as absent. `only` refuses members that nobody asks for: an unknown one may change what the rule means.
 */
export class Members {
  constructor(
    readonly document: JsonDocument,
    readonly object: ObjectValue,
  ) {}

  get span(): Span {
    return this.object.span;
  }

  get place(): string {
    return this.document.place(this.object.span.start);
  }

  has(name: string): boolean {
    return this.#value(name) !== undefined;
  }

  names(): string[] {
    return [...this.object.members.keys()];
  }

  spanOf(name: string): Span {
    return this.object.members.get(name)?.value.span ?? this.object.span;
  }

  text(name: string): string | null {
    return this.#scalar(name, 'string', 'a string') as string | null;
  }

  number(name: string): number | null {
    return this.#scalar(name, 'number', 'a number') as number | null;
  }

  flag(name: string): boolean | null {
    return this.#scalar(name, 'boolean', 'true or false') as boolean | null;
  }

  objects(name: string): Members[] {
    return this.items(name).flatMap((item) => {
      if (item.kind === 'object') return [new Members(this.document, item)];
      this.wrong(item.span, 'an object');
      return [];
    });
  }

  texts(name: string): { readonly value: string; readonly span: Span }[] {
    return this.items(name).flatMap((item) => {
      if (item.kind === 'scalar' && typeof item.value === 'string')
        return [{ value: item.value, span: item.span }];
      this.wrong(item.span, 'a string');
      return [];
    });
  }

  child(name: string): Members | undefined {
    const value = this.#value(name);
    if (value === undefined) return undefined;
    if (value.kind === 'object') return new Members(this.document, value);
    this.wrong(value.span, 'an object');
    return undefined;
  }

  items(name: string): readonly Located[] {
    const value = this.#value(name);
    if (value === undefined) return [];
    if (value.kind === 'list') return value.items;
    this.wrong(value.span, 'a list');
    return [];
  }

  /** Refuses every member that is not among the names. */
  only(what: string, ...names: readonly string[]): void {
    for (const [name, { name: span }] of this.object.members) {
      if (names.includes(name)) continue;
      const near = nearest(name, names);
      this.document.refuse(
        'policy-unknown-member',
        span,
        `\`${name}\` is not known in ${what}, and may change what the rules mean.`,
        near === undefined ? `known are ${names.join(', ')}` : `the nearest known is \`${near}\``,
      );
    }
  }

  wrong(span: Span, expected: string): void {
    const written = this.document.text.slice(span.start, Math.min(span.end, span.start + 40));
    const first = written.split('\n')[0] ?? '';
    const message = `\`${first}\` stands where ${expected} is expected.`;
    this.document.refuse('policy-wrong-member', span, message, `write ${expected} there`);
  }

  #scalar(name: string, type: string, expected: string): string | number | boolean | null {
    const value = this.#value(name);
    if (value === undefined) return null;
    if (value.kind === 'scalar' && typeof value.value === type) return value.value;
    this.wrong(value.span, expected);
    return null;
  }

  /** A member that is absent or null is undefined. */
  #value(name: string): Located | undefined {
    const value = this.object.members.get(name)?.value;
    return value?.kind === 'scalar' && value.value === null ? undefined : value;
  }
}
