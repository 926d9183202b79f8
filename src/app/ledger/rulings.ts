import { assertNever } from '../../base/index.js';
import type { Inventory } from '../../inventory/index.js';
import { mergePrefixes, type Prefix, parsePrefix } from '../../net/index.js';
import type { IpRanges } from '../../outbound/index.js';
import {
  formatDestination,
  isExpired,
  type Ledger,
  type LedgerLine,
  type LineDestination,
  type Peer,
  type Ruling,
  refOf,
  specificityOf,
  type WorkloadPlace,
} from '../../policy/index.js';
import { prefixesOf, prefixListPeer, serviceName } from './destinations.js';
import type { LedgerNeed } from './needs.js';

/** What the names of a ledger stand for. */
export interface Directory {
  readonly inventory: Inventory;
  readonly ipRanges: IpRanges | undefined;
  readonly places: readonly WorkloadPlace[];
}

/**
 * Every line that decides, as wide as it is written, most specific first. A line whose decision has expired stands there
 * as undecided: what it speaks of falls to no wider line. It is left out where the same was decided again, and so is a
 * line that is undecided, which says nothing.
 */
export function rulingsOf(
  ledger: Ledger,
  needs: readonly LedgerNeed[],
  directory: Directory,
  today: string,
): Ruling[] {
  const decided = new Map<LedgerLine, string[]>();
  for (const { answer, facts } of needs) {
    for (const line of answer.by) {
      const ids = decided.get(line) ?? [];
      ids.push(facts.id);
      decided.set(line, ids);
    }
  }
  const holding = new Set(
    ledger.lines.filter((line) => line.decision !== 'undecided' && !isExpired(line, today)).map(wordsOfKey),
  );
  // A decision that has expired and was made again stands in a line of its own that speaks of the same.
  const isRenewed = (line: LedgerLine) => isExpired(line, today) && holding.has(wordsOfKey(line));
  const known = new Map<string, Peer[]>();
  const peers = (destination: LineDestination) => {
    const words = formatDestination(destination);
    const found = known.get(words) ?? peersOf(destination, directory);
    known.set(words, found);
    return found;
  };
  return ledger.lines
    .filter((line) => line.decision !== 'undecided' && !isRenewed(line))
    .map((line) => ({
      decision: isExpired(line, today) ? ('undecided' as const) : line.decision,
      specificity: specificityOf(line),
      workload: line.workload,
      peers: peers(line.destination),
      protocol: line.protocol,
      ports: line.ports,
      decidedBy: refOf(line),
      needs: decided.get(line) ?? [],
    }));
}

/** Lines that speak of the same have the same words. */
function wordsOfKey({ workload, destination, protocol, ports }: LedgerLine): string {
  return JSON.stringify([workload, formatDestination(destination), protocol, ports?.from, ports?.to]);
}

/** The peers that a destination stands for; none when nothing is known of its name. */
export function peersOf(destination: LineDestination, directory: Directory): Peer[] {
  const { inventory, places } = directory;
  switch (destination.kind) {
    case 'any':
      return prefixPeers(prefixesOf(['0.0.0.0/0', '::/0']));
    case 'prefix':
      return prefixPeers([destination.prefix]);
    case 'security-group': {
      const known = inventory.securityGroups.find((each) => each.id === destination.id);
      return [{ kind: 'security-group', id: destination.id, name: known?.name ?? null }];
    }
    case 'prefix-list':
      return prefixListsOf(destination.name, inventory);
    case 'workload':
      return workloadPeers(places.find((each) => each.workload === destination.name));
    case 'service':
      return servicePeers(destination.name, directory);
    case 'domain':
      return [{ kind: 'domain', name: destination.name }];
    default:
      return assertNever(destination);
  }
}

function prefixPeers(prefixes: readonly Prefix[]): Peer[] {
  return prefixes.map((prefix) => ({ kind: 'prefix', prefix }));
}

function prefixListsOf(name: string, inventory: Inventory): Peer[] {
  const found = inventory.prefixLists.filter((each) => each.id === name || each.name === name);
  if (found.length > 0) return found.map(prefixListPeer);
  if (!name.startsWith('pl-')) return [];
  return [{ kind: 'prefix-list', id: name, name: null, prefixes: null, weight: null }];
}

/** One group stands for its workload; of several, an interface of the workload carries all, which no reference says. */
function workloadPeers(place: WorkloadPlace | undefined): Peer[] {
  if (place === undefined) return [];
  const [group, ...others] = place.securityGroups;
  if (group === undefined || others.length > 0) return prefixPeers(place.addresses);
  return [{ kind: 'security-group', id: group.id, name: group.name }];
}

/** Endpoints inside the VPC first, then the service's prefix lists, then its public ranges where no list names them. */
function servicePeers(service: string, { inventory, ipRanges }: Directory): Peer[] {
  const endpointIds = new Set(
    inventory.endpoints
      .filter((each) => serviceName(each.service) === service)
      .flatMap((each) => each.interfaceIds),
  );
  const inside = inventory.interfaces.filter((each) => endpointIds.has(each.id));
  const lists = inventory.prefixLists.filter(
    ({ name }) => name?.startsWith('com.amazonaws.') && serviceName(name) === service,
  );
  const ranges =
    lists.length > 0
      ? []
      : (ipRanges?.ranges ?? []).filter((range) => range.service.toLowerCase() === service);
  return [
    ...prefixPeers(
      mergePrefixes(inside.flatMap((each) => each.addresses.flatMap((text) => parsePrefix(text) ?? []))),
    ),
    ...lists.map(prefixListPeer),
    ...prefixPeers(mergePrefixes(ranges.map((range) => range.prefix))),
  ];
}
