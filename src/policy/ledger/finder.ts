import { PrefixTable } from '../../net/index.js';
import type { LineDestination } from './destination.js';
import type { LedgerLine } from './line.js';
import { type NeedFacts, speaksOf } from './match.js';

/** Lines of one workload, or of every workload, by what names their destination. */
interface Shelf {
  readonly byPrefix: PrefixTable<LedgerLine>;
  readonly byName: Map<string, LedgerLine[]>;
}

/**
 * Finds the lines that speak of a need, in no order. A need asks the lines that name its workload and its destination, and
 * not every line: a ledger of 20,000 lines is asked by 200,000 needs.
 */
export function createFinder(lines: readonly LedgerLine[]): (need: NeedFacts) => LedgerLine[] {
  const shelves = new Map<string | null, Shelf>();
  for (const line of lines) {
    const shelf = shelves.get(line.workload) ?? { byPrefix: new PrefixTable(), byName: new Map() };
    shelves.set(line.workload, shelf);
    if (line.destination.kind === 'prefix') shelf.byPrefix.add(line.destination.prefix, line);
    else {
      const key = nameKey(line.destination);
      const named = shelf.byName.get(key);
      if (named) named.push(line);
      else shelf.byName.set(key, [line]);
    }
  }
  return (need) => {
    const keys = namesOf(need);
    const found = [need.workload, null].flatMap((workload) => {
      const shelf = shelves.get(workload);
      if (shelf === undefined) return [];
      const named = shelf.byName.size === 0 ? [] : keys.flatMap((key) => shelf.byName.get(key) ?? []);
      return [...shelf.byPrefix.find(need.destination), ...named];
    });
    return found.filter((line) => speaksOf(line, need));
  };
}

function nameKey(destination: Exclude<LineDestination, { kind: 'prefix' }>): string {
  if (destination.kind === 'any') return 'any';
  return `${destination.kind} ${'id' in destination ? destination.id : destination.name}`;
}

/** Every name under which a line may speak of a need's destination, each once. */
function namesOf({ peers, destinationWorkloads, services }: NeedFacts): string[] {
  const names = peers.flatMap((peer) => {
    if (peer.kind === 'prefix-list') return [`prefix-list ${peer.id}`, `prefix-list ${peer.name}`];
    if (peer.kind === 'security-group') return [`security-group ${peer.id}`];
    return peer.kind === 'domain' ? domainsAbove(peer.name).map((name) => `domain ${name}`) : [];
  });
  const others = [
    ...destinationWorkloads.map((name) => `workload ${name}`),
    ...services.map((name) => `service ${name}`),
  ];
  return [...new Set(['any', ...names, ...others])];
}

/** The domains of lines that hold a name: itself, and each part after a dot with that dot. */
function domainsAbove(name: string): string[] {
  const labels = name.split('.');
  return [name, ...labels.map((_, index) => `.${labels.slice(index).join('.')}`)];
}
