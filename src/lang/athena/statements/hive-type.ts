import { limits } from '../../../base/index.js';
import { arrayOf, elementOf, entryOf, isArray, isMap, isRow, mapOf, rowOf } from '../nested-types.js';
import { decimalType, isDecimal, type TrinoType } from '../types.js';

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
  const reader = new TypeReader(text.replaceAll(/[\s`]/g, ''));
  try {
    const type = reader.read();
    return reader.rest === '' ? type : reader.rest;
  } catch (fault) {
    if (fault instanceof TypeFault) return fault.part;
    throw fault;
  }
}

/** The type without blanks, as the catalogue keeps it; names of fields keep their case. */
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
    const written = /^[a-z_]+(?:\([\d,]*\))?/i.exec(this.rest)?.[0] ?? this.rest;
    const name = written.toLowerCase();
    if (!plainTypes.test(name)) throw new TypeFault(name);
    this.#at += written.length;
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
    if (this.text.slice(this.#at, this.#at + text.length).toLowerCase() !== text) return false;
    this.#at += text.length;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw new TypeFault(this.rest === '' ? this.text : this.rest);
  }
}

/** Trino's word for a type of DDL, in which queries are checked; undefined for one that queries do not know yet. */
export function trinoTypeOf(type: HiveType): TrinoType | undefined {
  switch (type.kind) {
    case 'plain':
      return plainTrinoType(type.name);
    case 'array': {
      const element = trinoTypeOf(type.element);
      return element === undefined ? undefined : arrayOf(element);
    }
    case 'map': {
      const [key, value] = [trinoTypeOf(type.key), trinoTypeOf(type.value)];
      return key === undefined || value === undefined ? undefined : mapOf(key, value);
    }
    case 'struct': {
      const fields = type.fields.map((field) => ({
        name: field.name.toLowerCase(),
        type: trinoTypeOf(field.type),
      }));
      const known = fields.flatMap(({ name, type: own }) => (own === undefined ? [] : [{ name, type: own }]));
      return known.length === fields.length ? rowOf(known) : undefined;
    }
  }
}

const trinoTypes: Readonly<Record<string, TrinoType>> = {
  boolean: 'boolean',
  // Queries know no smaller whole numbers; arithmetic on them overflows later here.
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'bigint',
  double: 'double',
  string: 'varchar',
  date: 'date',
  timestamp: 'timestamp',
  decimal: 'decimal(10,0)',
};

function plainTrinoType(name: string): TrinoType | undefined {
  if (/^(?:var)?char\(/.test(name)) return 'varchar';
  const digits = /^decimal\((\d+)(?:,(\d+))?\)$/.exec(name);
  if (digits !== null) return decimalType({ precision: Number(digits[1]), scale: Number(digits[2] ?? 0) });
  return trinoTypes[name];
}

/** The type of DDL for a column of a query, as CREATE TABLE AS and DESCRIBE of a view name it; undefined where there is none. */
export function hiveTypeFor(type: TrinoType): string | undefined {
  if (isArray(type)) {
    const element = hiveTypeFor(elementOf(type));
    return element === undefined ? undefined : `array<${element}>`;
  }
  if (isMap(type)) {
    const [key, value] = entryOf(type).map(hiveTypeFor);
    return key === undefined || value === undefined ? undefined : `map<${key},${value}>`;
  }
  // Rows are kept without the names of their fields, which a file would have to have.
  if (isRow(type)) return undefined;
  if (isDecimal(type)) return type;
  return hiveTypes[type];
}

const hiveTypes: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  integer: 'int',
  bigint: 'bigint',
  double: 'double',
  varchar: 'string',
  date: 'date',
  timestamp: 'timestamp',
};
