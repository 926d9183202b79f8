import { type Prefix, prefixCovers, subtractPrefixes } from '../../net/index.js';
import { Profile, type Statement } from './profile.js';

/** Addresses for which the same statements hold. */
export interface Zone {
  /** Disjoint, ascending. */
  readonly pieces: readonly Prefix[];
  readonly profile: Profile;
}

/** A statement with the addresses it speaks of. */
export interface PlacedStatement extends Statement {
  readonly prefix: Prefix;
  /** Position in the order of specificity; a larger one wins. */
  readonly rank: number;
}

/**
 * Parts the addresses of one family into zones, so that every statement, and every prefix in `bounds`, holds whole zones.
 * Addresses of no statement and no bound are in no zone.
 */
export function zonesOf(statements: readonly PlacedStatement[], bounds: readonly Prefix[]): Zone[] {
  const nodes = sortedNodes(statements, bounds);
  const zones: Zone[] = [];
  const open: Node[] = [];
  const close = (node: Node) => {
    const said = [...open, node].flatMap((each) => each.statements).sort((a, b) => a.rank - b.rank);
    const pieces = subtractPrefixes(node.prefix, node.inside);
    if (pieces.length > 0) zones.push({ pieces, profile: new Profile(said) });
  };
  for (const node of nodes) {
    for (let top = open.at(-1); top && !prefixCovers(top.prefix, node.prefix); top = open.at(-1)) {
      open.pop();
      close(top);
    }
    open.at(-1)?.inside.push(node.prefix);
    open.push(node);
  }
  for (let node = open.pop(); node !== undefined; node = open.pop()) close(node);
  return zones;
}

interface Node {
  readonly prefix: Prefix;
  readonly statements: PlacedStatement[];
  /** The widest prefixes inside it. */
  readonly inside: Prefix[];
}

/** One node for each prefix, by address, the wider one first. */
function sortedNodes(statements: readonly PlacedStatement[], bounds: readonly Prefix[]): Node[] {
  const nodes = new Map<string, Node>();
  const nodeOf = (prefix: Prefix): Node => {
    const key = `${prefix.value}/${prefix.length}`;
    const known = nodes.get(key) ?? { prefix, statements: [], inside: [] };
    nodes.set(key, known);
    return known;
  };
  for (const bound of bounds) nodeOf(bound);
  for (const statement of statements) nodeOf(statement.prefix).statements.push(statement);
  return [...nodes.values()].sort(({ prefix: a }, { prefix: b }) =>
    a.value === b.value ? a.length - b.length : a.value < b.value ? -1 : 1,
  );
}
