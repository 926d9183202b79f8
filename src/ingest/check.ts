import { defaultFormat, type FlowField } from '../flow/index.js';
import { parseAddress } from '../net/index.js';
import { type Layout, layoutOf } from './layout.js';

/** Why a line is no flow record. */
export interface Complaint {
  readonly reason: string;
  readonly field: string | null;
}

/** Seconds after this are milliseconds: 10^11 s is the year 5138, and 10^11 ms is 1973, before any flow log. */
export const lastPlausibleSecond = 99_999_999_999;
const statuses = new Set(['OK', 'NODATA', 'SKIPDATA']);
const actions = new Set(['ACCEPT', 'REJECT']);
/** U+FFFD stands for bytes that are not UTF-8; control characters are never part of a value. */
const strangeCharacter = /[\u0000-\u001f\u007f\ufffd]/;
const wholeNumber = /^-?\d{1,19}$/;
const notText = 'not text in UTF-8';
/** Addresses that were found to be some; a log names each many times. Emptied when full. */
const knownAddresses = new Set<string>();
const knownAddressCount = 50_000;

function isAddress(token: string): boolean {
  if (knownAddresses.has(token)) return true;
  if (parseAddress(token) === undefined) return false;
  if (knownAddresses.size >= knownAddressCount) knownAddresses.clear();
  // A copy: the token is a slice, which would keep the whole block of text in memory.
  knownAddresses.add(Buffer.from(token).toString());
  return true;
}

const longest = 9_223_372_036_854_775_807n;
const maximum: Partial<Record<FlowField['type'], number>> = {
  port: 65_535,
  byte: 255,
  int: 2_147_483_647,
  seconds: lastPlausibleSecond,
  // Of a signed 64-bit column; as a number it is rounded up, and the check below is exact.
  long: Number.MAX_VALUE,
};

/** Largest value that a field of this type may have; the smallest is 0. Undefined for text and addresses. */
export function bounds(type: FlowField['type']): number | undefined {
  return maximum[type];
}

/**
 * Says what is wrong with the tokens of a line under a layout, or undefined when they are a flow record. `-` is a
 * missing value everywhere (VPC User Guide, "Flow log records"), except in `log-status`.
 */
export function complaintAbout(tokens: readonly string[], layout: Layout): Complaint | undefined {
  const wanted = layout.columns.length;
  if (tokens.length !== wanted) {
    const much = tokens.length < wanted ? 'too few fields' : 'too many fields';
    return { reason: `${much}: ${tokens.length} where the format has ${wanted}`, field: null };
  }
  for (const [index, column] of layout.columns.entries()) {
    const token = tokens[index] ?? '';
    if (column.field === undefined) {
      if (strangeCharacter.test(token)) return { reason: notText, field: column.log };
      continue;
    }
    const reason = valueComplaint(column.field, token);
    if (reason !== undefined) return { reason, field: column.log };
  }
  return undefined;
}

function valueComplaint(field: FlowField, token: string): string | undefined {
  if (field.log === 'log-status') return statuses.has(token) ? undefined : 'not one of OK, NODATA, SKIPDATA';
  if (token === '-') return undefined;
  if (field.log === 'action') return actions.has(token) ? undefined : 'not ACCEPT, REJECT or -';
  if (field.type === 'ip') return isAddress(token) ? undefined : 'not an IP address';
  if (field.type === 'text') return strangeCharacter.test(token) ? notText : undefined;
  if (!wholeNumber.test(token)) return 'not a whole number';
  if (token.startsWith('-')) return 'a negative number';
  // Doubles are exact for 15 digits and several times quicker.
  const value = token.length <= 15 ? Number(token) : BigInt(token);
  if (field.type === 'seconds' && value > lastPlausibleSecond) {
    return 'a time in milliseconds or smaller; flow logs have seconds';
  }
  if (value > longest) return `larger than ${longest}`;
  const most = maximum[field.type];
  return most !== undefined && Number(value) > most ? `larger than ${most}` : undefined;
}

const defaultLayout = layoutOf(defaultFormat);

/** The default format (version 2) as a layout. */
export function defaultLayoutOf(): Layout {
  if (defaultLayout.kind === 'refused') throw new Error(defaultLayout.reason);
  return defaultLayout.layout;
}

/**
 * Whether a line without a header can only be the default format: all 14 tokens type-check, the account has 12 digits
 * or is `unknown`, the interface is an `eni-…`. Other layouts cannot be told by the number of their tokens.
 */
export function isDefaultRecord(tokens: readonly string[]): boolean {
  if (complaintAbout(tokens, defaultLayoutOf()) !== undefined) return false;
  const [version = '', account = '', eni = ''] = tokens;
  return /^\d+$/.test(version) && /^(?:\d{12}|unknown)$/.test(account) && /^(?:eni-[0-9a-f]+|-)$/.test(eni);
}
