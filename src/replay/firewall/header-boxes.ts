import type { PortRange } from '../../net/index.js';
import type { AddressSet } from '../address-set.js';
import type { Box } from '../boxes.js';
import { addressPieces } from '../pieces.js';
import type { PortSet, StatefulRule, StatelessRule } from './model.js';
import { firewallProtocols } from './protocols.js';

/**
 * Packets that a rule speaks of, as boxes from who sends to who receives. Null for a rule that asks for more than addresses,
 * protocols, ports and kinds of packets, and for addresses that are not known.
 */
export function statefulBoxes(rule: StatefulRule): Box[] | null {
  const { transports, application } = firewallProtocols[rule.protocol] ?? {
    transports: [],
    application: true,
  };
  if (rule.plain === null || application) return null;
  const asked = rule.plain.protocol;
  const named: Span[] = transports === null ? [[0, 255]] : transports.map((each) => [each, each]);
  const protocols =
    asked === null
      ? named
      : named.some(([low, high]) => low <= asked && asked <= high)
        ? [[asked, asked] as Span]
        : [];
  const [from, to] = [spansOf(rule.source), spansOf(rule.destination)];
  if (from === null || to === null) return null;
  const [sourcePorts, ports] = [portSpans(rule.sourcePorts), portSpans(rule.destinationPorts)];
  // A rule with ports speaks of protocols that have ports.
  const limited = [sourcePorts, ports].some((spans) => spans !== null);
  const wanted = limited ? protocols.flatMap((each) => within(each, portedStateful)) : protocols;
  const sent = boxes({ from, to, protocols: wanted, sourcePorts, ports });
  return rule.bothWays ? [...sent, ...sent.map(turned)] : sent;
}

export function statelessBoxes(rule: StatelessRule): Box[] | null {
  if (rule.flags.length > 0) return null;
  const [from, to] = [rule.sources, rule.destinations].map((sets) =>
    sets.length === 0 ? everywhere : mergedSpans(sets),
  );
  if (!from || !to) return null;
  const protocols: Span[] =
    rule.protocols.length === 0 ? [[0, 255]] : rule.protocols.map((each) => [each, each] as const);
  const [sourcePorts, ports] = [rule.sourcePorts, rule.destinationPorts].map((ranges) =>
    ranges.length === 0 ? null : ranges.map(({ from: low, to: high }): Span => [low, high]),
  );
  // Ports are asked of TCP and UDP only (API, MatchAttributes); other protocols match whatever their ports are.
  const asked = protocols.flatMap((each) => within(each, portedStateless));
  const unasked = protocols.flatMap((each) => within(each, unportedStateless));
  return [
    ...boxes({ from, to, protocols: asked, sourcePorts: sourcePorts ?? null, ports: ports ?? null }),
    ...boxes({ from, to, protocols: unasked, sourcePorts: null, ports: null }),
  ];
}

/** The same packets as their answers: who sent receives. */
export function turned(box: Box): Box {
  const { family, first, last, protocols, ports, sources, sourcePorts } = box;
  const end = (1n << (family === 4 ? 32n : 128n)) - 1n;
  return {
    ...{ family, protocols, first: sources?.[0] ?? 0n, last: sources?.[1] ?? end },
    ...{ ports: sourcePorts ?? everyPort, sources: [first, last], sourcePorts: ports },
  };
}

type Span = readonly [from: number, to: number];
const everyPort: Span = [0, 65_535];
/** TCP, UDP and SCTP have ports for the stateful engine. */
const portedStateful: readonly Span[] = [
  [6, 6],
  [17, 17],
  [132, 132],
];
const portedStateless: readonly Span[] = [
  [6, 6],
  [17, 17],
];
const unportedStateless: readonly Span[] = [
  [0, 5],
  [7, 16],
  [18, 255],
];

function within([from, to]: Span, spans: readonly Span[]): Span[] {
  return spans
    .map(([low, high]): Span => [Math.max(from, low), Math.min(to, high)])
    .filter(([low, high]) => low <= high);
}

interface AddressSpan {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const everywhere: readonly AddressSpan[] = [
  { family: 4, first: 0n, last: (1n << 32n) - 1n },
  { family: 6, first: 0n, last: (1n << 128n) - 1n },
];

/** Addresses of a set; null where that is not known. */
function spansOf(set: AddressSet): AddressSpan[] | null {
  const { pieces, samples } = addressPieces(set.prefixes.map((prefix) => [prefix]));
  const found: AddressSpan[] = [];
  for (const [index, { family, first, classNo }] of pieces.entries()) {
    const sample = samples[classNo];
    const holds = sample === undefined ? false : set.holds(sample);
    if (typeof holds === 'string') return null;
    const next = pieces[index + 1];
    const last = next?.family === family ? next.first - 1n : (1n << (family === 4 ? 32n : 128n)) - 1n;
    const before = found.at(-1);
    if (!holds) continue;
    if (before?.family === family && before.last + 1n === first)
      found[found.length - 1] = { ...before, last };
    else found.push({ family, first, last });
  }
  return found;
}

function mergedSpans(sets: readonly AddressSet[]): AddressSpan[] | null {
  const all = sets.map(spansOf);
  return all.every((each) => each !== null) ? all.flat() : null;
}

/** Null is every port. */
function portSpans({ ranges, except }: PortSet): Span[] | null {
  if (ranges === null && except.length === 0) return null;
  let left = (ranges ?? [{ from: 0, to: 65_535 }]).map(({ from, to }): Span => [from, to]);
  for (const cut of except) left = left.flatMap((span) => cutPorts(span, cut));
  return left;
}

function cutPorts([from, to]: Span, cut: PortRange): Span[] {
  const left: Span[] = [
    [from, Math.min(to, cut.from - 1)],
    [Math.max(from, cut.to + 1), to],
  ];
  return left.filter(([low, high]) => low <= high);
}

interface Product {
  readonly from: readonly AddressSpan[];
  readonly to: readonly AddressSpan[];
  readonly protocols: readonly Span[];
  readonly sourcePorts: readonly Span[] | null;
  readonly ports: readonly Span[] | null;
}

function boxes({ from, to, protocols, sourcePorts, ports }: Product): Box[] {
  return from.flatMap((source) =>
    to
      .filter((each) => each.family === source.family)
      .flatMap((each) =>
        protocols.flatMap((protocol) =>
          (ports ?? [everyPort]).flatMap((range) =>
            (sourcePorts ?? [everyPort]).map((sourceRange) => ({
              ...{ ...each, protocols: protocol, ports: range },
              ...{ sources: [source.first, source.last] as const, sourcePorts: sourceRange },
            })),
          ),
        ),
      ),
  );
}
