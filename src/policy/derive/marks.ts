import type { DecidedNeed, RuleMark } from '../types.js';

/** A rule whose needs opened at most so many connections in the whole window is `rare`. */
export const rareConnections = 3;
/** A rule whose needs were all first seen in this last share of the window is `late`. */
export const lateShare = 0.1;

interface Marked {
  readonly needs: readonly DecidedNeed[];
  readonly window: { readonly from: number; readonly to: number };
  /** How many scenarios any need was seen in. */
  readonly scenarioCount: number;
  readonly protocol: number | null;
  readonly joined: boolean;
}

/** Each mark with what makes a rule deserve it, in the order in which they are written. */
const reasons: Record<RuleMark, (rule: Marked) => boolean> = {
  'not-seen': ({ needs }) => needs.length === 0,
  'only-attempted': ({ needs }) => all(needs, ({ status }) => status !== 'accepted'),
  rare: ({ needs }) =>
    needs.length > 0 && needs.reduce((sum, { connections }) => sum + connections, 0) <= rareConnections,
  late: ({ needs, window }) =>
    all(needs, ({ firstSeen }) => firstSeen >= window.to - (window.to - window.from) * lateShare),
  'one-scenario': ({ needs, scenarioCount }) =>
    scenarioCount > 1 && new Set(needs.flatMap(({ scenarios }) => scenarios)).size === 1,
  'low-confidence': ({ needs }) => all(needs, ({ confidence }) => confidence === 'low'),
  'every-icmp-type': ({ protocol }) => protocol === 1 || protocol === 58,
  'port-range': ({ joined }) => joined,
};

/** What each mark says of its rule, for a person. */
export const markWords: Record<RuleMark, string> = {
  'not-seen': 'the ledger allows it, and nothing in this window used it',
  'only-attempted': 'everything it serves was rejected or not answered',
  rare: `at most ${rareConnections} connections in the whole window`,
  late: `first seen in the last ${lateShare * 100} % of the window, so it may not have shown all it does`,
  'one-scenario': 'seen in one scenario only',
  'low-confidence': 'who opened its connections is told by weak evidence only',
  'every-icmp-type': 'flow logs have no ICMP type, so every one is allowed',
  'port-range': 'many ephemeral ports of one destination; ports outside the range may be used next time',
};

/** What makes a rule deserve a second look: each says that it rests on nothing better. */
export function marksOf(rule: Marked): RuleMark[] {
  return markNames.filter((mark) => reasons[mark](rule));
}

export const markNames = Object.keys(reasons).filter((name): name is RuleMark => name in reasons);

function all(needs: readonly DecidedNeed[], holds: (need: DecidedNeed) => boolean): boolean {
  return needs.length > 0 && needs.every(holds);
}
