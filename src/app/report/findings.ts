import type { Coverage, EgressAnalysis, EgressNeed } from '../../outbound/index.js';

/** Classes of ports through which machines are administered; the table of classes itself can be edited. */
export const adminClasses: ReadonlySet<string> = new Set(['admin', 'remote-desktop', 'container-api']);

/** Outside the VPC: what an egress policy at its border is about. */
export function leavesVpc(need: Pick<EgressNeed, 'scope'>): boolean {
  return need.scope !== 'own-vpc';
}

/** What a person must look at, each kind once. `--fail-on` speaks of the same. */
export interface Findings {
  readonly unexpected: readonly EgressNeed[];
  readonly rejected: readonly EgressNeed[];
  readonly unanswered: readonly EgressNeed[];
  readonly admin: readonly EgressNeed[];
}

/** Admin ports count inside the VPC too; the other kinds are about what leaves it, and rejects count anywhere. */
export function findingsOf(analysis: EgressAnalysis): Findings {
  const { needs } = analysis;
  return {
    unexpected: needs.filter((need) => leavesVpc(need) && !need.expected),
    rejected: needs.filter((need) => need.rejected > 0),
    unanswered: needs.filter((need) => need.unanswered > 0),
    admin: needs.filter((need) => need.portClass !== null && adminClasses.has(need.portClass)),
  };
}

export type FindingKind = keyof Findings | 'undecided' | 'gap';

/** How many findings of a kind there are. */
export function countFindings(analysis: EgressAnalysis, kind: FindingKind): number {
  if (kind === 'undecided') {
    return analysis.totals.undecidedConversations + analysis.totals.unorientedRecords;
  }
  if (kind === 'gap') {
    const share = coverageShare(analysis.coverage);
    return share.incompleteInterfaces + analysis.coverage.unloggedInterfaces.length;
  }
  return findingsOf(analysis)[kind].length;
}

export interface CoverageShare {
  /** Seen or silent, as a share of all interfaces' time; null without interfaces. */
  readonly covered: number | null;
  readonly incompleteInterfaces: number;
  /** Every interface that is known was seen or silent all the time. */
  readonly complete: boolean;
}

export function coverageShare(coverage: Coverage): CoverageShare {
  let covered = 0;
  let all = 0;
  let incompleteInterfaces = 0;
  for (const each of coverage.interfaces) {
    covered += each.seenSeconds + each.silentSeconds;
    all += each.seenSeconds + each.silentSeconds + each.gapSeconds + each.absentSeconds;
    if (each.gapSeconds + each.absentSeconds > 0) incompleteInterfaces++;
  }
  const logged = coverage.interfaces.length > 0;
  return {
    covered: all === 0 ? null : covered / all,
    incompleteInterfaces,
    complete: logged && incompleteInterfaces === 0 && coverage.unloggedInterfaces.length === 0,
  };
}
