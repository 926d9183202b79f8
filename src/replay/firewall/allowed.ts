import { type Box, disjoint, within, without } from '../boxes.js';
import type { LayerSets } from '../types.js';
import { statefulBoxes, statelessBoxes, turned } from './header-boxes.js';
import type { Firewall, StatefulRule } from './model.js';

/** Boxes of rules that are compared at most: the time grows faster than the square of their number, 900 took 90 seconds. */
const mostBoxes = 250;

const everything: readonly Box[] = [32, 128].map((bits) => ({
  ...{ family: bits === 32 ? (4 as const) : (6 as const), first: 0n, last: (1n << BigInt(bits)) - 1n },
  ...{ protocols: [0, 255] as const, ports: [0, 65_535] as const },
}));
const tcp: readonly Box[] = everything.map((box) => ({ ...box, protocols: [6, 6] }));

/**
 * What passes both engines, as sets of connections from who opens them. A connection is walked as a replay walks it: the
 * opening, its answer, data both ways. Null when there are too many rules to compare.
 */
export function firewallSets(firewall: Firewall): LayerSets | null {
  const stateless = firewall.stateless.map((each) => ({ each, boxes: statelessBoxes(each) }));
  const stateful = firewall.stateful
    .filter((each) => each.action !== 'alert')
    .map((each) => ({ each, boxes: statefulBoxes(each) }));
  const all = [...stateless, ...stateful];
  if (all.reduce((sum, { boxes }) => sum + (boxes?.length ?? 0), 0) > mostBoxes) return null;
  const beyond = all.filter(({ boxes }) => boxes === null).map(({ each }) => each.rule);
  const ways = statelessWays(firewall, stateless);
  const passed = within(ways.there.pass, ways.back.pass);
  const forwarded = within(ways.there.forward, ways.back.forward);
  const allowed = [...passed, ...within(forwarded, statefulSet(firewall, stateful))];
  return { allowed: disjoint(allowed), beyond };
}

/** What the stateless engine does with the packets there and with those back, in the words of connections. */
function statelessWays(
  firewall: Firewall,
  rules: readonly { each: Firewall['stateless'][number]; boxes: readonly Box[] | null }[],
) {
  const decide = (way: (box: Box) => Box) => {
    const sets = { pass: [] as Box[], drop: [] as Box[], forward: [] as Box[] };
    let left: Box[] = [...everything];
    for (const { each, boxes } of rules) {
      const own = (boxes ?? []).map(way);
      sets[each.action].push(...within(left, own));
      left = without(left, own);
    }
    sets[firewall.statelessDefault].push(...left);
    return sets;
  };
  return { there: decide((box) => box), back: decide(turned) };
}

/** Packets of a connection, as `packetsOf` has them; only of TCP is there one of each. */
const walk = [
  { toServer: true, established: false, protocols: 'all' },
  { toServer: false, established: false, protocols: 'tcp' },
  { toServer: false, established: true, protocols: 'other' },
  { toServer: true, established: true, protocols: 'all' },
  { toServer: false, established: true, protocols: 'tcp' },
] as const;

function statefulSet(
  firewall: Firewall,
  rules: readonly { each: StatefulRule; boxes: readonly Box[] | null }[],
): Box[] {
  const allowed: Box[] = [];
  let left: Box[] = [...everything];
  for (const { toServer, established, protocols } of walk) {
    const matters = { all: left, tcp: within(left, tcp), other: without(left, tcp) }[protocols];
    const others = { all: [], tcp: without(left, tcp), other: within(left, tcp) }[protocols];
    let open = [...matters];
    for (const { each, boxes } of rules) {
      if (boxes === null || !speaksOf(each, toServer, established)) continue;
      const own = toServer ? boxes : boxes.map(turned);
      if (each.action === 'pass') allowed.push(...within(open, own));
      open = without(open, own);
    }
    left = [...others, ...afterDefault(firewall, open, established)];
  }
  return [...allowed, ...left];
}

function speaksOf({ plain }: StatefulRule, toServer: boolean, established: boolean): boolean {
  return (
    plain !== null &&
    (plain.toServer === null || plain.toServer === toServer) &&
    (plain.established === null || plain.established === established)
  );
}

function afterDefault({ order, statefulDefault }: Firewall, open: Box[], established: boolean): Box[] {
  if (order === 'default' || statefulDefault === 'none') return open;
  if (statefulDefault === 'drop-strict' || established) return [];
  return within(open, tcp);
}
