import { arrayOf, mapOf, partsOf, rowOf } from './nested-types.js';
import { decimalType, maxPrecision, type TrinoType } from './types.js';

/** Types by the names under which CAST takes them (trino.io, "Data types"), in lower case. */
const plainTypes: Readonly<Record<string, TrinoType>> = {
  boolean: 'boolean',
  int: 'integer',
  integer: 'integer',
  bigint: 'bigint',
  double: 'double',
  varchar: 'varchar',
  varbinary: 'varbinary',
  date: 'date',
  timestamp: 'timestamp',
  'timestamp(3)': 'timestamp',
  'timestamp with time zone': 'timestamp with time zone',
  'timestamp(3) with time zone': 'timestamp with time zone',
  time: 'time(3)',
  'time(3)': 'time(3)',
  'time with time zone': 'time(3) with time zone',
  uuid: 'uuid',
  json: 'json',
  ipaddress: 'ipaddress',
};

export const castTypes: readonly string[] = [
  ...Object.keys(plainTypes),
  'decimal(p,s)',
  'array(type)',
  'map(type,type)',
  'row(name type,…)',
];

/** Types of Trino that values here do not have. */
export const refusedTypes: readonly string[] = [
  'tinyint',
  'smallint',
  'real',
  'char',
  'varchar',
  'time',
  'timestamp',
  'interval',
  'ipprefix',
  'hyperloglog',
  'tdigest',
  'qdigest',
];

/** The type of this name as `readType` gives it; undefined for others. */
export function typeNamed(name: string): TrinoType | undefined {
  const plain = plainTypes[name] ?? decimalNamed(name);
  if (plain !== undefined) return plain;
  const outer = /^(array|map|row)\((.*)\)$/s.exec(name);
  if (outer === null) return undefined;
  const parts = partsOf(outer[2] ?? '');
  if (outer[1] === 'row') return rowNamed(parts);
  const [first, second, ...rest] = parts.map(typeNamed);
  if (first === undefined || rest.length > 0) return undefined;
  if (outer[1] === 'array') return parts.length === 1 ? arrayOf(first) : undefined;
  return second === undefined ? undefined : mapOf(first, second);
}

function rowNamed(parts: readonly string[]): TrinoType | undefined {
  const fields = parts.map((part) => {
    const quoted = /^"((?:[^"]|"")*)" (.*)$/s.exec(part);
    const type = typeNamed(quoted?.[2] ?? part);
    return type === undefined ? undefined : { name: quoted?.[1]?.replaceAll('""', '"'), type };
  });
  const known = fields.filter((field) => field !== undefined);
  return known.length === fields.length ? rowOf(known) : undefined;
}

/** `decimal(10,2)`; without a scale there are no places, without digits there are 38. */
function decimalNamed(name: string): TrinoType | undefined {
  const match = /^(?:decimal|dec|numeric)(?:\((\d+)(?:,(\d+))?\))?$/.exec(name);
  if (match === null) return undefined;
  const [precision, scale] = [Number(match[1] ?? maxPrecision), Number(match[2] ?? 0)];
  if (precision < 1 || precision > maxPrecision || scale > precision) return undefined;
  return decimalType({ precision, scale });
}
