import type { AnalysisSession } from '../analysis/index.js';
import { readNames } from '../names.js';
import type { NeedGroup } from '../report/index.js';

/** The names under which the sources of a need reached its destination, sorted; none without logs of names. */
export type NamesOf = (group: NeedGroup) => readonly string[];

/**
 * Reads the names that logs of names give for the needs of a session. A source without one does not take the names of the
 * others away: what a line about a domain becomes is a rule about that name, which lets nothing else pass.
 */
export async function readDomains(session: AnalysisSession): Promise<NamesOf> {
  const found = new Map<string, readonly string[]>();
  for (const { source, address, names } of await readNames(session)) found.set(`${source} ${address}`, names);
  if (found.size === 0) return () => [];
  return ({ needs }) => {
    const pairs = needs.map((need) => `${need.sourceAddress} ${need.destinationAddress}`);
    return [...new Set(pairs.flatMap((pair) => found.get(pair) ?? []))].sort();
  };
}
