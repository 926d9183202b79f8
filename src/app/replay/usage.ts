import { type Layer, type Rule, totalSize } from '../../replay/index.js';
import { type Column, type Table, tableOf, type Value } from '../report/table.js';
import type { RuleUse } from './answer.js';
import type { ReplayResult } from './replay.js';

/**
 * What became of a rule in the traffic. An entry of a network ACL that nothing used is `not used outbound`: it may be there
 * for connections from outside or for their replies, which are not replayed.
 */
export type UseState =
  | 'used'
  | 'used and blocked'
  | 'blocks'
  | 'maybe used'
  | 'never used'
  | 'not used outbound';

/** A rule with its use, and with what it allows beyond it. */
export interface RuleUsage extends RuleUse {
  readonly state: UseState;
  /** Addresses × ports that it speaks of; null where that cannot be said. */
  readonly size: bigint | null;
  /** `size` without what it let through; null for rules that deny, that speak of replies, or without a size. */
  readonly excess: bigint | null;
}

/** Every rule of a replay with its use, in the order in which it was read. */
export function ruleUsage({ answer, layers }: ReplayResult): RuleUsage[] {
  const sizes = sizesOf(layers);
  return answer.rules.map((use) => {
    const known = sizes.get(use.rule);
    const counts = known !== undefined && known.way === 'out' && use.rule.allows;
    const excess = counts && known.size !== null ? known.size - BigInt(use.targets) : null;
    return { ...use, state: stateOf(use), size: known?.size ?? null, excess };
  });
}

function sizesOf(layers: readonly Layer[]): Map<Rule, { size: bigint | null; way: 'out' | 'in' }> {
  return new Map(
    layers
      .flatMap((layer) => layer.shapes)
      // What is only forwarded to another engine is not allowed yet.
      .map(({ rule, boxes, way, effect }) => [
        rule,
        { size: boxes === null || effect === 'forward' ? null : totalSize(boxes), way },
      ]),
  );
}

function stateOf({ rule, connections, blocked, maybe }: RuleUse): UseState {
  if (connections === 0) {
    if (maybe > 0) return 'maybe used';
    return rule.layer === 'network ACLs' ? 'not used outbound' : 'never used';
  }
  if (!rule.allows) return 'blocks';
  return blocked > 0 ? 'used and blocked' : 'used';
}

type ColumnOf = Column & { readonly of: (row: RuleUsage) => Value };

const columns: readonly ColumnOf[] = [
  { key: 'state', title: 'State', kind: 'text', weight: 8, of: (row) => row.state },
  { key: 'layer', title: 'Layer', kind: 'text', weight: 2, of: ({ rule }) => rule.layer },
  { key: 'owner', title: 'Rule of', kind: 'text', weight: 8, narrowest: 25, of: ({ rule }) => rule.owner },
  { key: 'rule', title: 'Rule', kind: 'text', weight: 8, narrowest: 25, of: ({ rule }) => rule.text },
  { key: 'connections', title: 'Conns', kind: 'count', weight: 8, of: (row) => row.connections },
  { key: 'letThrough', title: 'Let through', kind: 'count', weight: 6, of: (row) => row.letThrough },
  { key: 'blocked', title: 'Blocked', kind: 'count', weight: 6, of: (row) => row.blocked },
  { key: 'maybe', title: 'Maybe', kind: 'count', weight: 3, of: (row) => row.maybe },
  { key: 'bytes', title: 'Bytes', kind: 'bytes', weight: 5, of: (row) => row.bytes },
  { key: 'targets', title: 'Targets', kind: 'count', weight: 6, of: (row) => row.targets },
  { key: 'excess', title: 'Excess', kind: 'text', weight: 6, of: ({ excess }) => amount(excess) },
  { key: 'firstSeen', title: 'First used', kind: 'time', weight: 1, of: (row) => row.firstSeen },
  { key: 'lastSeen', title: 'Last used', kind: 'time', weight: 6, of: (row) => row.lastSeen },
  { key: 'place', title: 'Place', kind: 'text', weight: 2, of: ({ rule }) => rule.place },
];

export function usageTable(rows: readonly RuleUsage[], limit?: number): Table {
  return tableOf(columns, rows, limit);
}

/** The same with exact amounts. */
export function usageForPrograms(rows: readonly RuleUsage[]): Table {
  const exact = columns.map((column) =>
    column.key === 'excess'
      ? { ...column, of: ({ excess }: RuleUsage) => excess?.toString() ?? null }
      : column,
  );
  return tableOf(exact, rows);
}

/** A large amount by its power of two: 2^80 addresses are easier to read than their digits. */
export function amount(value: bigint | null): string | null {
  if (value === null) return null;
  const plain = value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
  if (value < 10n ** 10n) return plain;
  const bits = value.toString(2);
  return `about 2^${bits.length - (bits[1] === '1' ? 0 : 1)}`;
}
