import type { AnalysisSession } from '../analysis/index.js';
import { type NameEvidence, readNames } from '../names.js';
import type { NeedGroup } from '../report/index.js';

/** The names under which a need's destination was reached, as far as logs of names say. */
export interface NeedNames {
  /** Sorted; of a shared address also the names that it was given for to others. */
  readonly names: readonly string[];
  /** Whether there is a name for every source of the need. */
  readonly allNamed: boolean;
}

export type NamesOf = (group: NeedGroup) => NeedNames;

/** Reads the names that logs of names give for the needs of a session. */
export async function readDomains(session: AnalysisSession): Promise<NamesOf> {
  const found = new Map<string, NameEvidence>();
  for (const each of await readNames(session)) found.set(pairKey(each.source, each.address), each);
  return ({ needs }) => {
    const evidence = needs.map((need) => found.get(pairKey(need.sourceAddress, need.destinationAddress)));
    const names = evidence.flatMap((each) => (each === undefined ? [] : [...each.names, ...each.others]));
    return { names: [...new Set(names)].sort(), allNamed: evidence.every((each) => each !== undefined) };
  };
}

function pairKey(source: string, address: string): string {
  return `${source} ${address}`;
}
