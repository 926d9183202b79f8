import { build } from '../../plan/index.js';
import type { QueryText } from '../problem.js';
import { addressText } from './address-text.js';
import { clockLiteral } from './clock.js';
import { intervalOf } from './interval.js';
import { refuse } from './messages.js';
import type { Expression } from './syntax.js';
import { decimalType, type Lowered, maxPrecision, zonedType } from './types.js';
import { instantOf, zoneNamed } from './zones.js';

const { lit } = build;
type Literal = Extract<Expression, { kind: 'string' | 'number' | 'boolean' | 'null' | 'typed' | 'interval' }>;

/** A value that is written out (trino.io, "Data types"; whole numbers beyond 32 bits are BIGINT). */
export function literalOf(node: Literal, query: QueryText): Lowered {
  switch (node.kind) {
    case 'string':
      return { type: 'varchar', expr: lit(node.value), literal: node.value };
    case 'boolean':
      return { type: 'boolean', expr: lit(node.value) };
    case 'null':
      return { type: 'unknown', expr: lit(null) };
    case 'interval':
      return intervalOf(node);
    case 'number':
      return numberOf(node, query);
    case 'typed':
      return typedOf(node, query);
  }
}

function numberOf(node: Extract<Expression, { kind: 'number' }>, query: QueryText): Lowered {
  if (!Number.isFinite(Number(node.text))) {
    return refuse(query, 'bad-literal', { text: node.text, type: 'double' }, node.span);
  }
  if (node.type === 'double')
    return { type: 'double', expr: lit(Number(node.text), 'double'), literal: Number(node.text) };
  if (node.type === 'decimal') return decimalLiteral(node, query);
  const value = BigInt(node.text);
  if (value > 9223372036854775807n || value < -9223372036854775808n) {
    return refuse(query, 'bad-literal', { text: node.text, type: 'bigint' }, node.span);
  }
  const small = value >= -2147483648n && value <= 2147483647n;
  return small
    ? { type: 'integer', expr: lit(Number(value)), literal: Number(value) }
    : { type: 'bigint', expr: lit(value, 'bigint'), literal: value };
}

/** Digits are counted without leading zeros; `1024.0` is decimal(5,1). */
function decimalLiteral(node: Extract<Expression, { kind: 'number' }>, query: QueryText): Lowered {
  const [whole = '', places = ''] = node.text.replace('-', '').split('.');
  const precision = Math.max(1, whole.replace(/^0+/, '').length + places.length);
  if (precision > maxPrecision) {
    return refuse(query, 'bad-literal', { text: node.text, type: 'decimal' }, node.span);
  }
  const type = decimalType({ precision, scale: places.length });
  const text = `${node.text.startsWith('-') ? '-' : ''}${whole === '' ? '0' : whole}.${places === '' ? '0' : places}`;
  return { type, expr: build.cast(lit(text), type), literal: Number(node.text) };
}

/** `DECIMAL '1.5'`: the digits as they are written, zeros at the front too. */
function decimalText(node: Extract<Expression, { kind: 'typed' }>, wrong: (help: string) => never): Lowered {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(node.text);
  const [whole = '', places = ''] = [match?.[2], match?.[3]];
  const precision = whole.length + places.length;
  if (match === null || precision === 0 || precision > maxPrecision)
    return wrong("write for example DECIMAL '1.50'");
  const type = decimalType({ precision, scale: places.length });
  return { type, expr: build.cast(lit(node.text.replace('+', '')), type), literal: Number(node.text) };
}

function typedOf(node: Extract<Expression, { kind: 'typed' }>, query: QueryText): Lowered {
  const wrong = (help: string): never =>
    refuse(query, 'bad-literal', { text: node.text, type: node.type.toUpperCase() }, node.span, help);
  if (node.type === 'ipaddress') {
    const address = addressText(node.text);
    if (address === undefined) return wrong("write for example IPADDRESS '10.0.0.1'");
    return { type: 'ipaddress', expr: lit(address), literal: node.text };
  }
  if (node.type === 'json') return jsonLiteral(node, wrong);
  if (node.type === 'time') return clockLiteral(node.text) ?? wrong("write for example TIME '12:30:00'");
  if (node.type === 'uuid') {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(node.text))
      return wrong('write its 32 digits in five groups');
    return { type: 'uuid', expr: lit(node.text.toLowerCase()) };
  }
  if (node.type === 'decimal') return decimalText(node, wrong);
  if (node.type === 'varbinary') {
    const digits = node.text.replace(/\s/g, '');
    if (!/^([0-9a-fA-F]{2})*$/.test(digits)) return wrong("write for example X'0aff'");
    return { type: 'varbinary', expr: build.call('hexBytes', lit(digits)) };
  }
  if (node.type === 'date') {
    if (!isDay(node.text)) return wrong("write for example DATE '2026-01-31'");
    return { type: 'date', expr: lit(node.text, 'date'), literal: node.text };
  }
  const [day, time, zoneText, ...rest] = node.text
    .trim()
    .replace(/^([^ ]+)T/, '$1 ')
    .split(' ');
  const zone = zoneText === undefined ? undefined : zoneNamed(zoneText);
  if (rest.length > 0 || (zoneText !== undefined && zone === undefined)) {
    return wrong("write for example TIMESTAMP '2026-01-31 12:00:00 Europe/Berlin'");
  }
  if (
    !isDay(day ?? '') ||
    (time !== undefined && !/^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/.test(time))
  ) {
    return wrong("write for example TIMESTAMP '2026-01-31 12:00:00'");
  }
  if (zone === undefined) return { type: 'timestamp', expr: lit(node.text, 'timestamp'), literal: node.text };
  const type = zonedType(zone);
  return { type, expr: instantOf(lit(`${day} ${time}`, 'timestamp'), type) };
}

function jsonLiteral(node: Extract<Expression, { kind: 'typed' }>, wrong: (help: string) => never): Lowered {
  try {
    return { type: 'json', expr: lit(JSON.stringify(JSON.parse(node.text))) };
  } catch (cause) {
    if (cause instanceof SyntaxError) return wrong(`write for example JSON '{"port":443}'`);
    throw cause;
  }
}

/** Whether the text is a day of the calendar. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  return date.getUTCMonth() === (month ?? 0) - 1 && date.getUTCDate() === day;
}
