import { limits } from '../../../base/index.js';

/** A type as DDL writes it (Athena User Guide, "Data types in Amazon Athena"). */
export type HiveType =
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'array'; readonly element: HiveType }
  | { readonly kind: 'map'; readonly key: HiveType; readonly value: HiveType }
  | {
      readonly kind: 'struct';
      readonly fields: readonly { readonly name: string; readonly type: HiveType }[];
    };

const plainTypes =
  /^(?:boolean|tinyint|smallint|int|bigint|double|float|string|binary|date|timestamp|decimal|decimal\(\d{1,2}(?:,\d{1,2})?\)|(?:var)?char\(\d{1,5}\))$/;

/** Reads a type, or returns the part of the text that is none. */
export function parseHiveType(text: string): HiveType | string {
  const reader = new TypeReader(text.replaceAll(/[\s`]/g, '').toLowerCase());
  try {
    const type = reader.read();
    return reader.rest === '' ? type : reader.rest;
  } catch (fault) {
    if (fault instanceof TypeFault) return fault.part;
    throw fault;
  }
}

/** The type in lower case without blanks, as the catalogue keeps it. */
export function printHiveType(type: HiveType): string {
  switch (type.kind) {
    case 'plain':
      return type.name;
    case 'array':
      return `array<${printHiveType(type.element)}>`;
    case 'map':
      return `map<${printHiveType(type.key)},${printHiveType(type.value)}>`;
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name}:${printHiveType(field.type)}`).join(',')}>`;
  }
}

class TypeFault extends Error {
  constructor(readonly part: string) {
    super(part);
  }
}

class TypeReader {
  #at = 0;
  #depth = 0;
  constructor(readonly text: string) {}

  get rest(): string {
    return this.text.slice(this.#at);
  }

  /** Deep types are refused before they exhaust the stack. */
  read(): HiveType {
    if (++this.#depth > limits.queryDepth) throw new TypeFault(`${this.text.slice(0, 20)}…`);
    const type = this.#read();
    this.#depth--;
    return type;
  }

  #read(): HiveType {
    if (this.#accept('array<')) {
      const element = this.read();
      this.#expect('>');
      return { kind: 'array', element };
    }
    if (this.#accept('map<')) {
      const key = this.read();
      this.#expect(',');
      const value = this.read();
      this.#expect('>');
      return { kind: 'map', key, value };
    }
    if (this.#accept('struct<')) return this.#struct();
    const name = /^[a-z_]+(?:\([\d,]*\))?/.exec(this.rest)?.[0] ?? this.rest;
    if (!plainTypes.test(name)) throw new TypeFault(name);
    this.#at += name.length;
    return { kind: 'plain', name };
  }

  #struct(): HiveType {
    const fields: { name: string; type: HiveType }[] = [];
    do {
      const name = /^[^:,<>()]+/.exec(this.rest)?.[0] ?? '';
      this.#at += name.length;
      this.#expect(':');
      fields.push({ name, type: this.read() });
    } while (this.#accept(','));
    this.#expect('>');
    return { kind: 'struct', fields };
  }

  #accept(text: string): boolean {
    if (!this.rest.startsWith(text)) return false;
    this.#at += text.length;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw new TypeFault(this.rest === '' ? this.text : this.rest);
  }
}
