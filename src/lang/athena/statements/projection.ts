import type { Property } from './syntax.js';

/**
 * What values a projected partition column has (Athena User Guide, "Supported types for partition projection"). Dates and
 * numbers are kept as they are written in folders.
 */
export type ProjectedColumn =
  | { readonly type: 'enum'; readonly values: readonly string[] }
  | {
      readonly type: 'integer';
      readonly low: number;
      readonly high: number;
      readonly interval: number;
      /** Digits with leading zeros; undefined for none. */
      readonly digits: number | undefined;
    }
  | {
      readonly type: 'date';
      /** Bounds as they are written: a date in the format, or `NOW` with an offset. */
      readonly low: string;
      readonly high: string;
      readonly format: string;
      readonly interval: number | undefined;
      readonly unit: string | undefined;
    }
  | { readonly type: 'injected' };

export interface Projection {
  readonly columns: ReadonlyMap<string, ProjectedColumn>;
  /** `storage.location.template`; without it the folders are named `column=value`. */
  readonly template: string | undefined;
}

/** A property that says something that cannot be carried out. */
export interface PropertyFault {
  /** The property, or the one that is missing. */
  readonly key: string;
  readonly problem: string;
  readonly help: string | undefined;
}

const types = ['enum', 'integer', 'date', 'injected'];
const units = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'millis'];
const keysOfTypes: Readonly<Record<string, readonly string[]>> = {
  enum: ['values'],
  integer: ['range', 'interval', 'digits'],
  date: ['range', 'format', 'interval', 'interval.unit'],
  injected: [],
};

/** Reads the properties of partition projection; undefined when it is not switched on. */
export function readProjection(
  properties: Readonly<Record<string, string>>,
  partitionKeys: readonly string[],
): Projection | PropertyFault | undefined {
  const given = lowered(properties);
  if ((given.get('projection.enabled') ?? 'false').toLowerCase() !== 'true') return undefined;
  if (partitionKeys.length === 0) {
    return fault('projection.enabled', 'the table has no partition columns', 'add PARTITIONED BY (…)');
  }
  const columns = new Map<string, ProjectedColumn>();
  for (const key of partitionKeys) {
    const column = readColumn(key, given);
    if ('problem' in column) return column;
    columns.set(key, column);
  }
  const unknown = [...given.keys()].find(
    (key) => key.startsWith('projection.') && key !== 'projection.enabled' && !isKnown(key, columns),
  );
  if (unknown !== undefined) {
    const known = partitionKeys.join(', ');
    return fault(unknown, 'it belongs to no partition column', `the partition columns are ${known}`);
  }
  const template = given.get('storage.location.template');
  const absent = partitionKeys.find(
    (key) => template !== undefined && !template.toLowerCase().includes(`\${${key}}`),
  );
  if (absent !== undefined) {
    const help = `write \${${absent}} where its value stands in the path`;
    return fault('storage.location.template', `it has no place for the partition column \`${absent}\``, help);
  }
  return { columns, template };
}

export function isFault(value: object): value is PropertyFault {
  return 'problem' in value;
}

/** The last value of each key; keys have no case. */
export function propertiesOf(list: readonly Property[]): Record<string, string> {
  return Object.fromEntries(list.map(({ key, value }) => [key, value]));
}

function lowered(properties: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(Object.entries(properties).map(([key, value]) => [key.toLowerCase(), value]));
}

function isKnown(key: string, columns: ReadonlyMap<string, ProjectedColumn>): boolean {
  return [...columns].some(
    ([column, { type }]) =>
      key === `projection.${column}.type` ||
      (keysOfTypes[type] ?? []).some((each) => key === `projection.${column}.${each}`),
  );
}

function readColumn(column: string, given: ReadonlyMap<string, string>): ProjectedColumn | PropertyFault {
  const key = (name: string): string => `projection.${column}.${name}`;
  const value = (name: string): string | undefined => given.get(key(name))?.trim();
  const type = value('type')?.toLowerCase();
  switch (type) {
    case undefined:
      return fault(key('type'), 'it is missing', `write one of ${types.join(', ')}`);
    case 'injected':
      return { type };
    case 'enum': {
      const values = (value('values') ?? '').split(',').map((each) => each.trim());
      return values.every((each) => each === '')
        ? fault(key('values'), 'it is missing', 'write the values with commas between them')
        : { type, values };
    }
    case 'integer':
      return readInteger(key, value);
    case 'date':
      return readDate(key, value);
    default:
      return fault(key('type'), `\`${type}\` is no type of projection`, `write one of ${types.join(', ')}`);
  }
}

function readInteger(
  key: (name: string) => string,
  value: (name: string) => string | undefined,
): ProjectedColumn | PropertyFault {
  const [low, high, ...rest] = (value('range') ?? '').split(',').map((each) => each.trim());
  if (!isWhole(low) || !isWhole(high) || rest.length > 0) {
    return fault(key('range'), 'it has no two whole numbers', 'write for example 0,23');
  }
  const interval = value('interval') ?? '1';
  if (!/^[1-9]\d{0,8}$/.test(interval))
    return fault(key('interval'), 'it is no whole number above 0', undefined);
  const digits = value('digits');
  if (digits !== undefined && !/^[1-9]\d?$/.test(digits)) {
    return fault(key('digits'), 'it is no whole number above 0', undefined);
  }
  return {
    type: 'integer',
    low: Number(low),
    high: Number(high),
    interval: Number(interval),
    digits: digits === undefined ? undefined : Number(digits),
  };
}

function readDate(
  key: (name: string) => string,
  value: (name: string) => string | undefined,
): ProjectedColumn | PropertyFault {
  const [low, high, ...rest] = (value('range') ?? '').split(',').map((each) => each.trim());
  if (low === undefined || low === '' || high === undefined || rest.length > 0) {
    return fault(key('range'), 'it has no two dates', 'write for example 2026/01/01,NOW');
  }
  const format = value('format');
  if (format === undefined) return fault(key('format'), 'it is missing', 'write for example yyyy/MM/dd');
  const interval = value('interval');
  if (interval !== undefined && !/^[1-9]\d{0,8}$/.test(interval)) {
    return fault(key('interval'), 'it is no whole number above 0', undefined);
  }
  const unit = value('interval.unit')?.toLowerCase();
  if (unit !== undefined && !units.includes(unit)) {
    return fault(key('interval.unit'), `\`${unit}\` is no unit`, `write one of ${units.join(', ')}`);
  }
  return {
    type: 'date',
    low,
    high,
    format,
    unit,
    interval: interval === undefined ? undefined : Number(interval),
  };
}

function isWhole(text: string | undefined): boolean {
  return text !== undefined && /^-?\d{1,15}$/.test(text);
}

function fault(key: string, problem: string, help: string | undefined): PropertyFault {
  return { key, problem, help };
}
