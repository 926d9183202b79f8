import { nearest, type Span } from '../../base/index.js';
import { type PortRange, type Prefix, parseAddress, parsePrefix, rangeToPrefixes } from '../../net/index.js';
import { type AddressSet, prefixSet } from '../address-set.js';
import { all, any, type Match, not } from '../match.js';
import type { PortSet } from './model.js';
import type { Refuse, Word } from './suricata-text.js';

/** What names in rules stand for: `$NAME` of IP sets and port sets, `@NAME` of IP set references. */
export interface Variables {
  readonly ipSets: ReadonlyMap<string, AddressSet>;
  readonly portSets: ReadonlyMap<string, PortSet>;
  readonly references: ReadonlyMap<string, AddressSet>;
}

export const anyAddress: AddressSet = { prefixes: [], holds: () => true };

/** Everything that is not in the set. */
export function complement(set: AddressSet): AddressSet {
  return { prefixes: set.prefixes, holds: (address) => not(set.holds(address)) };
}

/**
 * Reads addresses as rules write them (Suricata User Guide, "Source and destination"): `any`, an address, a prefix, a
 * range, `$NAME`, `@NAME`, a list in brackets, each with `!` for what is left out. Undefined when refused.
 */
export function readAddresses(word: Word, variables: Variables, refuse: Refuse): AddressSet | undefined {
  const parts = splitList(word);
  if (parts === undefined) return readAddress(word, variables, refuse);
  const wanted: AddressSet[] = [];
  const unwanted: AddressSet[] = [];
  for (const part of parts) {
    const negated = part.text.startsWith('!');
    const set = readAddresses(negated ? behind(part, 1) : part, variables, refuse);
    if (set === undefined) return undefined;
    (negated ? unwanted : wanted).push(set);
  }
  const within = (sets: readonly AddressSet[], address: Parameters<AddressSet['holds']>[0]): Match =>
    any(sets.map((set) => set.holds(address)));
  return {
    prefixes: [...wanted, ...unwanted].flatMap((set) => set.prefixes),
    holds: (address) => all(wanted.length === 0 || within(wanted, address), not(within(unwanted, address))),
  };
}

function readAddress(word: Word, variables: Variables, refuse: Refuse): AddressSet | undefined {
  const { text, span } = word;
  if (text.startsWith('!')) {
    const set = readAddresses(behind(word, 1), variables, refuse);
    return set === undefined ? undefined : complement(set);
  }
  if (text.toLowerCase() === 'any') return anyAddress;
  if (text.startsWith('$')) return named(text, span, variables.ipSets, 'IP set', refuse);
  if (text.startsWith('@')) return named(text, span, variables.references, 'IP set reference', refuse);
  const prefixes = prefixesIn(text);
  if (prefixes !== undefined) return prefixSet(prefixes);
  refuse('rule-address', span, `\`${text}\` is no address, prefix, range, \`$NAME\` or \`any\`.`);
  return undefined;
}

/** An address, a prefix, or a range of addresses, as prefixes. */
export function prefixesIn(text: string): Prefix[] | undefined {
  const prefix = parsePrefix(text);
  if (prefix !== undefined) return [prefix];
  const [first, last, ...rest] = text.split('-').map(parseAddress);
  if (first === undefined || last === undefined || rest.length > 0) return undefined;
  if (first.family !== last.family || first.value > last.value) return undefined;
  return rangeToPrefixes({ family: first.family, first: first.value, last: last.value });
}

const everyPort: PortSet = { ranges: null, except: [] };

/** Reads ports: `any`, `80`, `80:90`, `1024:`, `:1023`, `$NAME`, lists and `!`, as addresses are written. */
export function readPorts(word: Word, variables: Variables, refuse: Refuse): PortSet | undefined {
  const parts = splitList(word) ?? [word];
  const ranges: PortRange[] = [];
  const except: PortRange[] = [];
  let whole = false;
  for (const part of parts) {
    const negated = part.text.startsWith('!');
    const inner = negated ? behind(part, 1) : part;
    const set =
      splitList(inner) === undefined
        ? readPort(inner, variables, refuse)
        : readPorts(inner, variables, refuse);
    if (set === undefined) return undefined;
    if (negated) {
      if (set.ranges === null || set.except.length > 0) {
        refuse(
          'rule-port',
          part.span,
          `\`${part.text}\` leaves out what is itself cut out of all ports.`,
          'list the ports that are meant',
        );
        return undefined;
      }
      except.push(...set.ranges);
    } else if (set.ranges === null) {
      whole = true;
      except.push(...set.except);
    } else ranges.push(...set.ranges);
  }
  return { ranges: whole || ranges.length === 0 ? null : ranges, except };
}

function readPort({ text, span }: Word, variables: Variables, refuse: Refuse): PortSet | undefined {
  if (text.toLowerCase() === 'any') return everyPort;
  if (text.startsWith('$')) return named(text, span, variables.portSets, 'port set', refuse);
  const match = /^(\d{1,5})?(:)?(\d{1,5})?$/.exec(text);
  const from = match?.[1] === undefined ? 0 : Number(match[1]);
  const to = match?.[2] === undefined ? from : match[3] === undefined ? 65_535 : Number(match[3]);
  const written = match !== null && (match[1] !== undefined || match[3] !== undefined);
  if (written && from <= to && to <= 65_535) return { ranges: [{ from, to }], except: [] };
  refuse('rule-port', span, `\`${text}\` is no port, range such as \`80:90\`, \`$NAME\` or \`any\`.`);
  return undefined;
}

function named<T>(
  text: string,
  span: Span,
  known: ReadonlyMap<string, T>,
  kind: string,
  refuse: Refuse,
): T | undefined {
  const found = known.get(text.slice(1));
  if (found !== undefined) return found;
  const names = [...known.keys()].map((name) => `${text[0]}${name}`);
  const near = nearest(text, names);
  const help =
    near === undefined ? 'define it in the rule group' : `the nearest that is defined is \`${near}\``;
  refuse('rule-variable', span, `No ${kind} \`${text}\` is defined.`, help);
  return undefined;
}

/** The parts of a list in brackets, or undefined for anything else. */
function splitList(word: Word): Word[] | undefined {
  const { text, span } = word;
  if (!text.startsWith('[') || !text.endsWith(']')) return undefined;
  const parts: Word[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 1; at < text.length; at++) {
    const letter = text[at];
    if (letter === '[') depth++;
    const ends = depth === 0 && (letter === ',' || at === text.length - 1);
    if (letter === ']') depth--;
    if (!ends) continue;
    const part = text.slice(start, at);
    const lead = part.length - part.trimStart().length;
    const from = span.start + start + lead;
    if (part.trim() !== '')
      parts.push({ text: part.trim(), span: { start: from, end: from + part.trim().length } });
    start = at + 1;
  }
  return parts;
}

function behind({ text, span }: Word, letters: number): Word {
  return { text: text.slice(letters).trim(), span: { start: span.start + letters, end: span.end } };
}
