import type { IcmpMatch } from '../inventory/index.js';
import type { PortRange } from '../net/index.js';
import type { Unknown } from './reasons.js';

/** Whether a rule speaks of a connection: yes, no, or why that cannot be told. */
export type Match = boolean | Unknown;

/** Yes when all are; no when one is not, whatever the others are. */
export function all(...matches: readonly Match[]): Match {
  if (matches.includes(false)) return false;
  return matches.find((each) => each !== true) ?? true;
}

/** Yes when one is, whatever the others are. */
export function any(matches: Iterable<Match>): Match {
  let found: Match = false;
  for (const each of matches) {
    if (each === true) return true;
    if (found === false) found = each;
  }
  return found;
}

export function not(match: Match): Match {
  return typeof match === 'boolean' ? !match : match;
}

export function protocolMatches(rule: number | null, protocol: number): boolean {
  return rule === null || rule === protocol;
}

const everyPort = 65_535;

/** Null of a rule is every port; null of a connection is a port that was not logged. */
export function portMatches(rule: PortRange | null, port: number | null): Match {
  if (rule === null || (rule.from === 0 && rule.to === everyPort)) return true;
  return port === null ? 'port-not-logged' : port >= rule.from && port <= rule.to;
}

/** Flow logs carry no ICMP type, so a rule for one of them can be told from none only when it means all. */
export function icmpMatches(rule: IcmpMatch | null): Match {
  return rule === null ? true : 'icmp-type-not-logged';
}
