import { type Diagnostic, jsonFault } from '../base/index.js';
import { isObject } from '../inventory/index.js';
import { type Address, type Prefix, PrefixTable, parsePrefix } from '../net/index.js';

/** One prefix of AWS's `ip-ranges.json`. */
export interface AwsRange {
  readonly prefix: Prefix;
  /** Region code, or `GLOBAL`. */
  readonly region: string;
  readonly service: string;
}

/** The public addresses of AWS, as of the day the file was written. */
export interface IpRanges {
  /** `createDate` of the file, as in `2026-11-20-15-03-10`; null when it has none. */
  readonly createDate: string | null;
  readonly ranges: readonly AwsRange[];
}

/** A file of another kind would list each of its ten thousand entries. */
const listedFaults = 5;

const cure = 'write the file again: curl -o ip-ranges.json https://ip-ranges.amazonaws.com/ip-ranges.json';

/**
 * Reads `ip-ranges.json` (AWS General Reference, "AWS IP address ranges"). `source` names the file in diagnostics; after
 * an error the ranges are incomplete.
 */
export function parseIpRanges(
  text: string,
  source: string,
): { ipRanges: IpRanges; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const report = (message: string, span?: Diagnostic['span']) =>
    diagnostics.push({
      code: 'ip-ranges-shape',
      severity: 'error',
      source,
      message,
      help: cure,
      ...(span ? { span } : {}),
    });
  const fault = jsonFault(text);
  if (fault) report(`The file is not JSON: ${fault.expected} is expected here.`, fault.span);
  const value: unknown = fault ? {} : JSON.parse(text);
  const root = isObject(value) ? value : {};
  const lists = [
    [root.prefixes, 'prefixes', 'ip_prefix'],
    [root.ipv6_prefixes, 'ipv6_prefixes', 'ipv6_prefix'],
  ] as const;
  if (!fault && !lists.some(([list]) => Array.isArray(list))) {
    report('The file has neither `prefixes` nor `ipv6_prefixes`.');
  }
  const ranges: AwsRange[] = [];
  let faults = 0;
  for (const [list, name, member] of lists) {
    for (const [index, entry] of (Array.isArray(list) ? list : []).entries()) {
      const range = readRange(entry, member);
      if (range) ranges.push(range);
      else if (++faults <= listedFaults)
        report(`\`${name}[${index}]\` has no \`${member}\`, \`region\` and \`service\`.`);
    }
  }
  if (faults > listedFaults) report(`${faults - listedFaults} more entries are not as expected.`);
  const createDate = typeof root.createDate === 'string' ? root.createDate : null;
  return { ipRanges: { createDate, ranges }, diagnostics };
}

function readRange(entry: unknown, member: string): AwsRange | undefined {
  if (!isObject(entry)) return undefined;
  const { region, service } = entry;
  const text = entry[member];
  const prefix = typeof text === 'string' ? parsePrefix(text) : undefined;
  if (!prefix || typeof region !== 'string' || typeof service !== 'string') return undefined;
  return { prefix, region, service };
}

/** Answers which service an address of AWS belongs to. */
export class AwsRangeTable {
  readonly #table = new PrefixTable<AwsRange>();

  constructor(ipRanges: IpRanges | undefined) {
    for (const range of ipRanges?.ranges ?? []) this.#table.add(range.prefix, range);
  }

  /**
   * Every range that holds the address, the deciding one first: the longest prefix of a named service, then `EC2` (a
   * prefix that another service shares with it is that service's), then `AMAZON`, which holds all.
   */
  find(address: Address): AwsRange[] {
    const rank = (range: AwsRange) =>
      (range.service === 'AMAZON' ? 1000 : 2 * (128 - range.prefix.length)) +
      (range.service === 'EC2' ? 1 : 0);
    return this.#table.find(address).sort((a, b) => rank(a) - rank(b));
  }
}
