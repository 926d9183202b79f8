import { type Address, bitsOf, type PortRange, type Prefix, PrefixTable, prefixRange } from '../net/index.js';

/** Consecutive addresses that no rule tells apart, from `first` up to the next piece of the family. */
export interface AddressPiece {
  readonly family: 4 | 6;
  readonly first: bigint;
  /** Pieces of one class lie in the same sets. */
  readonly classNo: number;
}

/** All addresses of both families, in pieces; ascending, IPv4 first. */
export interface AddressPieces {
  readonly pieces: readonly AddressPiece[];
  /** An address of each class, by its number. */
  readonly samples: readonly Address[];
  classOf(address: Address): number;
}

/**
 * Cuts the addresses where one of the sets begins or ends. What is true of one address of a class is true of all: a
 * judgement about the sets needs to be asked once for each class, of which there are at most twice as many as prefixes.
 */
export function addressPieces(sets: readonly (readonly Prefix[])[]): AddressPieces {
  const distinct = distinctSets(sets);
  const table = new PrefixTable<number>();
  for (const [no, set] of distinct.entries()) for (const prefix of set) table.add(prefix, no);
  const classes = new Map<string, number>();
  const samples: Address[] = [];
  const keyOf = (address: Address) =>
    `${address.family}:${[...new Set(table.find(address))].sort((a, b) => a - b).join(' ')}`;
  const pieces: AddressPiece[] = [];
  for (const family of [4, 6] as const) {
    for (const first of startsOf(distinct.flat(), family)) {
      const key = keyOf({ family, value: first });
      const known = classes.get(key) ?? classes.size;
      if (known === classes.size) samples.push({ family, value: first });
      classes.set(key, known);
      if (pieces.at(-1)?.family !== family || pieces.at(-1)?.classNo !== known) {
        pieces.push({ family, first, classNo: known });
      }
    }
  }
  return {
    pieces,
    samples,
    classOf: (address) => {
      const found = classes.get(keyOf(address));
      if (found === undefined) throw new RangeError('every address lies in a piece');
      return found;
    },
  };
}

function distinctSets(sets: readonly (readonly Prefix[])[]): readonly (readonly Prefix[])[] {
  const keyed = sets.map((set) => {
    const key = set
      .map(({ family, value, length }) => `${family} ${value}/${length}`)
      .sort()
      .join(',');
    return [key, set] as const;
  });
  return [...new Map(keyed).values()];
}

function startsOf(prefixes: readonly Prefix[], family: 4 | 6): bigint[] {
  const starts = new Set([0n]);
  const end = 1n << BigInt(bitsOf(family));
  for (const prefix of prefixes) {
    if (prefix.family !== family) continue;
    const { first, last } = prefixRange(prefix);
    starts.add(first);
    if (last + 1n < end) starts.add(last + 1n);
  }
  return [...starts].sort((a, b) => (a < b ? -1 : 1));
}

/** Consecutive ports that no rule tells apart. The class of a port is the number of its piece. */
export interface PortPieces {
  /** First port of each piece, ascending from 0. */
  readonly starts: readonly number[];
}

export function portPieces(ranges: readonly PortRange[]): PortPieces {
  const starts = new Set([0, 1]);
  for (const { from, to } of ranges) {
    starts.add(from);
    if (to < 65_535) starts.add(to + 1);
  }
  return { starts: [...starts].sort((a, b) => a - b) };
}
