import { assertNever } from '../../base/index.js';
import { bitsOf, formatAddress, formatPrefix, type Prefix, parsePrefix } from '../../net/index.js';
import type { CellRead } from './cells.js';

/** The other end that a line speaks of. */
export type LineDestination =
  | { readonly kind: 'any' }
  /** One address, or a block of them. */
  | { readonly kind: 'prefix'; readonly prefix: Prefix }
  /** Id (`pl-…`) or name of a prefix list. */
  | { readonly kind: 'prefix-list'; readonly name: string }
  | { readonly kind: 'security-group'; readonly id: string }
  | { readonly kind: 'workload'; readonly name: string }
  /** A service of AWS in small letters, as the last part of an endpoint's name or as `ip-ranges.json` has it. */
  | { readonly kind: 'service'; readonly name: string }
  /** `example.com` is that name alone, `.example.com` the name and everything below it. */
  | { readonly kind: 'domain'; readonly name: string };

const accepted =
  'write an address, a CIDR block, pl-…, prefix-list:NAME, sg-…, workload:NAME, service:NAME, a domain, or *';

/** Reads the `destination` of a line. */
export function readDestination(text: string): CellRead<LineDestination> {
  const prefix = parsePrefix(text);
  if (prefix) return readPrefix(text, prefix);
  if (text === '*') return { value: { kind: 'any' } };
  const [, word = '', name = ''] = /^(workload|service|prefix-list):(.*)$/s.exec(text) ?? [];
  if (word !== '') return readNamed(text, word, name.trim());
  if (/^sg-[0-9a-f]{8,17}$/.test(text)) return { value: { kind: 'security-group', id: text } };
  if (/^pl-[0-9a-f]{8,17}$/.test(text) || text.startsWith('com.amazonaws.')) {
    return { value: { kind: 'prefix-list', name: text } };
  }
  return readDomain(text);
}

function readPrefix(text: string, prefix: Prefix): CellRead<LineDestination> {
  const written = parsePrefix(text.split('/')[0] ?? '');
  if (written?.value !== prefix.value) {
    return { message: `\`${text}\` has host bits.`, help: `write \`${formatPrefix(prefix)}\`` };
  }
  return { value: { kind: 'prefix', prefix } };
}

function readNamed(text: string, word: string, name: string): CellRead<LineDestination> {
  if (name === '') return { message: `\`${text}\` names nothing after the colon.`, help: accepted };
  if (word === 'workload') return { value: { kind: 'workload', name } };
  if (word === 'prefix-list') return { value: { kind: 'prefix-list', name } };
  return { value: { kind: 'service', name: name.toLowerCase() } };
}

const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const domainName = new RegExp(`^\\.?${label}(?:\\.${label})+$`);

function readDomain(text: string): CellRead<LineDestination> {
  const name = text.toLowerCase().replace(/\.$/, '');
  if (name.startsWith('*.')) {
    return {
      message: `\`${text}\` is written with a star.`,
      help: `write \`${name.slice(1)}\` for the name and everything below it`,
    };
  }
  // The last part of a name is never a number (RFC 1123, 2.1), of an address it always is.
  if (domainName.test(name) && !/\.\d+$/.test(name)) return { value: { kind: 'domain', name } };
  return { message: `\`${text}\` is not a destination.`, help: accepted };
}

/** The destination as a ledger writes it; one address without its length. */
export function formatDestination(destination: LineDestination): string {
  switch (destination.kind) {
    case 'any':
      return '*';
    case 'prefix':
      return isOneAddress(destination.prefix)
        ? formatAddress(destination.prefix)
        : formatPrefix(destination.prefix);
    case 'prefix-list':
      return /^(pl-|com\.amazonaws\.)/.test(destination.name)
        ? destination.name
        : `prefix-list:${destination.name}`;
    case 'security-group':
      return destination.id;
    case 'workload':
      return `workload:${destination.name}`;
    case 'service':
      return `service:${destination.name}`;
    case 'domain':
      return destination.name;
    default:
      return assertNever(destination);
  }
}

export function isOneAddress(prefix: Prefix): boolean {
  return prefix.length === bitsOf(prefix.family);
}
