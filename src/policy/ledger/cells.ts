import { nearest } from '../../base/index.js';
import { hasPorts, type PortRange, parsePortRange, protocolName, protocolNumber } from '../../net/index.js';
import type { Decision } from '../types.js';

/** What a cell says, or what is wrong with it. */
export type CellRead<Value> = { readonly value: Value } | CellFault;

export interface CellFault {
  readonly message: string;
  readonly help: string;
}

const decisions: readonly Decision[] = ['allow', 'deny', 'undecided'];

export function readDecision(text: string): CellRead<Decision> {
  const word = text.toLowerCase();
  const known = word === '' ? 'undecided' : decisions.find((each) => each === word);
  if (known !== undefined) return { value: known };
  const near = nearest(word, decisions);
  return {
    message: `\`${text}\` is no decision.`,
    help: near === undefined ? `write one of ${decisions.join(', ')}` : `write \`${near}\``,
  };
}

export function readProtocol(text: string): CellRead<number | null> {
  if (text === '*') return { value: null };
  const number = protocolNumber(text);
  if (number !== undefined) return { value: number };
  return {
    message: text === '' ? 'The protocol is missing.' : `\`${text}\` is no protocol.`,
    help: 'write tcp, udp, icmp, icmpv6, another name, a number from 0 to 255, or *',
  };
}

/** Reads the port of a line whose protocol is known, or null when it is every protocol or could not be read. */
export function readPorts(text: string, protocol: number | null): CellRead<PortRange | null> {
  if (text === '*') return { value: null };
  if (protocol !== null && !hasPorts(protocol)) {
    if (text === '') return { value: null };
    return {
      message: `\`${text}\` is a port, but the protocol \`${protocolName(protocol)}\` has none.`,
      help: 'write *',
    };
  }
  const range = parsePortRange(text);
  if (range !== undefined) return { value: range };
  if (/^\d{1,2}[-. /][A-Za-z]{3}|^[A-Za-z]{3}[-. /]\d{1,4}$|^\d+\/\d+/.test(text)) {
    return {
      message: `\`${text}\` is a date; a spreadsheet makes one of a range of small ports.`,
      help: 'write the range again with the column formatted as text',
    };
  }
  return {
    message: text === '' ? 'The port is missing.' : `\`${text}\` is no port.`,
    help: 'write a number from 0 to 65535, a range as in 8000-8100, or *',
  };
}

/** Reads a day as `2027-03-31`; an empty cell is none. */
export function readDay(text: string): CellRead<string | null> {
  if (text === '') return { value: null };
  const time = Date.parse(`${text}T00:00:00Z`);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time);
  if (isDay && new Date(time).toISOString().startsWith(text)) return { value: text };
  return { message: `\`${text}\` is no day.`, help: 'write it as in 2027-03-31' };
}
