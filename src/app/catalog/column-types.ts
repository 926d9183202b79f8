import { assert } from '../../base/index.js';
import { type HiveType, parseHiveType } from '../../lang/index.js';

/** DuckDB's word for a type of DDL. */
export function engineType(type: string): string {
  return engineTypeOf(typeIn(type));
}

/** The type that the text of a column of the catalogue is. */
export function typeIn(type: string): HiveType {
  const parsed = parseHiveType(type);
  assert(typeof parsed !== 'string', 'the catalogue holds types that were read');
  return parsed;
}

export function engineTypeOf(type: HiveType): string {
  switch (type.kind) {
    case 'array':
      return `${engineTypeOf(type.element)}[]`;
    case 'map':
      return `MAP(${engineTypeOf(type.key)}, ${engineTypeOf(type.value)})`;
    case 'struct': {
      const fields = type.fields.map((field, index) => `f${index + 1} ${engineTypeOf(field.type)}`);
      return `STRUCT(${fields.join(', ')})`;
    }
    case 'plain':
      return plainType(type.name);
  }
}

const plainTypes: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  tinyint: 'INTEGER',
  smallint: 'INTEGER',
  int: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  string: 'VARCHAR',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  decimal: 'DECIMAL(10,0)',
};

function plainType(name: string): string {
  if (/^(?:var)?char\(/.test(name)) return 'VARCHAR';
  if (name.startsWith('decimal('))
    return name.includes(',') ? name.toUpperCase() : name.replace(')', ',0)').toUpperCase();
  const found = plainTypes[name];
  assert(found !== undefined, `a table has no column of type ${name}`);
  return found;
}
