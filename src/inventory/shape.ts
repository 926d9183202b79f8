import { formatAddress, formatPrefix, parseAddress, parsePrefix } from '../net/index.js';

/** Takes note of a member that is not what it should be. `path` as in `Subnets[3].CidrBlock`. */
export type NoteFault = (path: string, found: unknown, expected: string) => void;

/**
 * Reads members of one JSON object, whose types nobody has checked. A member that is absent or null is null (or an
 * empty list); one of another type is noted and then treated as absent, so one fault hides no other.
 */
export class Shape {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #note: NoteFault;
  readonly path: string;

  constructor(value: Readonly<Record<string, unknown>>, path: string, note: NoteFault) {
    this.#value = value;
    this.path = path;
    this.#note = note;
  }

  /** Whether the member is there, be it an empty list. */
  has(member: string): boolean {
    return (this.#value[member] ?? null) !== null;
  }

  text(member: string): string | null {
    const value = this.#value[member] ?? null;
    if (value === null || typeof value === 'string') return value === '' ? null : value;
    this.#wrong(member, 'a string');
    return null;
  }

  /** A string that must be there: without it the object cannot be told from others. */
  id(member: string): string | null {
    const value = this.#value[member] ?? null;
    if (typeof value === 'string' && value !== '') return value;
    this.#wrong(member, 'a string');
    return null;
  }

  flag(member: string): boolean | null {
    const value = this.#value[member] ?? null;
    if (value === null || typeof value === 'boolean') return value;
    this.#wrong(member, 'true or false');
    return null;
  }

  /** A whole number from `min` to `max`. */
  integer(member: string, min: number, max: number): number | null {
    const value = this.#value[member] ?? null;
    if (value === null) return null;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    this.#wrong(member, `a whole number from ${min} to ${max}`);
    return null;
  }

  /** An address, written as flow logs write it. */
  address(member: string): string | null {
    const text = this.text(member);
    const parsed = text === null ? undefined : parseAddress(text);
    if (text !== null && !parsed) this.#wrong(member, 'an IP address');
    return parsed ? formatAddress(parsed) : null;
  }

  /** A CIDR block, with its host bits cut off as AWS does. */
  prefix(member: string): string | null {
    const text = this.text(member);
    const parsed = text === null ? undefined : parsePrefix(text);
    if (text !== null && !parsed) this.#wrong(member, 'a CIDR block');
    return parsed ? formatPrefix(parsed) : null;
  }

  object(member: string): Shape | null {
    const value = this.#value[member] ?? null;
    if (value === null) return null;
    if (isObject(value)) return new Shape(value, this.#at(member), this.#note);
    this.#wrong(member, 'an object');
    return null;
  }

  objects(member: string): Shape[] {
    return this.#list(member).flatMap((value, index) => {
      const path = `${this.#at(member)}[${index}]`;
      if (isObject(value)) return [new Shape(value, path, this.#note)];
      this.#note(path, value, 'an object');
      return [];
    });
  }

  texts(member: string): string[] {
    return this.#list(member).flatMap((value, index) => {
      if (typeof value === 'string') return [value];
      this.#note(`${this.#at(member)}[${index}]`, value, 'a string');
      return [];
    });
  }

  prefixes(member: string): string[] {
    return this.texts(member).flatMap((text, index) => {
      const parsed = parsePrefix(text);
      if (parsed) return [formatPrefix(parsed)];
      this.#note(`${this.#at(member)}[${index}]`, text, 'a CIDR block');
      return [];
    });
  }

  /** Notes that a member that is present cannot be used. */
  reject(member: string, expected: string): void {
    this.#wrong(member, expected);
  }

  #list(member: string): readonly unknown[] {
    const value = this.#value[member] ?? null;
    if (value === null) return [];
    if (Array.isArray(value)) return value;
    this.#wrong(member, 'a list');
    return [];
  }

  #wrong(member: string, expected: string): void {
    this.#note(this.#at(member), this.#value[member], expected);
  }

  #at(member: string): string {
    return this.path === '' ? member : `${this.path}.${member}`;
  }
}

/** Whether a value is a JSON object, and not a list or null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a tag, or null. Network interfaces carry `TagSet`, everything else `Tags`. */
export function tagOf(shape: Shape, key: string): string | null {
  for (const tag of [...shape.objects('Tags'), ...shape.objects('TagSet')]) {
    if (tag.text('Key') === key) return tag.text('Value');
  }
  return null;
}

/** The strings of a list of objects, without the absent ones. */
export function present<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value): value is T => value !== null);
}
