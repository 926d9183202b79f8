import { assert } from '../base/index.js';
import type { EventLogKind } from '../flow/index.js';
import { build, type Expr, type Plan } from '../plan/index.js';
import type { CellValue } from '../store/index.js';
import { number, text } from './analysis/cells.js';
import type { AnalysisSession } from './analysis/index.js';

const { agg, and, call, cases, coalesce, col, eq, ge, inList, isPresent, le, left, lit, ne, right, scan } =
  build;

/**
 * The names under which a source reached an address, as logs of names say it. Several names for one pair stay several:
 * which of them a connection was for is not known.
 */
export interface NameEvidence {
  readonly source: string;
  readonly address: string;
  /** Sorted, in lower case, without the dot at the end. */
  readonly names: readonly string[];
  /** Other names for which the Resolver gave this address, to whomever and whenever (shared hosts, CDNs), sorted. */
  readonly others: readonly string[];
  /** Whether one name is not enough to say what the address was for: several names, or the address has others. */
  readonly ambiguous: boolean;
  /**
   * `network-firewall`: the firewall saw the name in the connection itself (TLS server name, HTTP host).
   * `resolver`: the source had asked for the name and got the address.
   */
  readonly origin: 'network-firewall' | 'resolver';
}

export interface NameOptions {
  /**
   * Seconds before the first connection in which the source may have asked for the name; default 3,600. Resolver query
   * logs have no lifetime of answers, and what a client keeps is asked for once.
   */
  readonly windowSeconds?: number;
}

/** Times in flow logs are up to 60 s off (VPC User Guide, "Flow log records"). */
const slackSeconds = 60;

/** Names for the needs of an analysis, one row for each source and destination for which there are any. */
export async function readNames(
  session: AnalysisSession,
  options: NameOptions = {},
): Promise<NameEvidence[]> {
  const pairs = scan('outbound_need')
    .aggregate(
      { source: true, destination: true },
      { first_seen: agg('min', [col('first_seen')]), last_seen: agg('max', [col('last_seen')]) },
    )
    .project({ source: true, address: col('destination'), first_seen: true, last_seen: true });
  return await readNamesOf(session, pairs.plan, options);
}

/**
 * Names for pairs of any plan with the columns `source`, `address`, `first_seen` and `last_seen` (Unix seconds). The
 * engine has the view `events`. What the firewall saw counts before what the Resolver answered.
 */
export async function readNamesOf(
  engine: { rows(plan: Plan): Promise<Record<string, CellValue>[]> },
  pairs: Plan,
  { windowSeconds = 3_600 }: NameOptions = {},
): Promise<NameEvidence[]> {
  const rows = await engine.rows(evidencePlan(new build.Query(pairs), windowSeconds));
  const found = new Map<
    string,
    { source: string; address: string; exact: Set<string>; asked: Set<string>; others: Set<string> }
  >();
  for (const row of rows) {
    const [source, address, name] = [text(row.source), text(row.address), text(row.name)];
    const key = `${source} ${address}`;
    const pair = found.get(key) ?? { source, address, exact: new Set(), asked: new Set(), others: new Set() };
    found.set(key, pair);
    pair[kindOfRow(number(row.rank))].add(name);
  }
  return [...found.values()].flatMap(({ source, address, exact, asked, others }): NameEvidence[] => {
    const names = [...(exact.size > 0 ? exact : asked)].sort();
    if (names.length === 0) return [];
    const origin = exact.size > 0 ? 'network-firewall' : 'resolver';
    // The firewall saw the name in the connection; that others know the address by another name says nothing then.
    const rest = origin === 'resolver' ? [...others].filter((name) => !asked.has(name)).sort() : [];
    return [{ source, address, names, others: rest, ambiguous: names.length + rest.length > 1, origin }];
  });
}

const ranks = ['exact', 'asked', 'others'] as const;

function kindOfRow(rank: number): (typeof ranks)[number] {
  const kind = ranks[rank];
  assert(kind !== undefined, 'a row of evidence has a rank');
  return kind;
}

/** Rows of source, address, name and rank: what the firewall saw, what the source asked for, all names of the address. */
function evidencePlan(pairs: build.Query, windowSeconds: number): Plan {
  const seconds = (column: Expr, by: number): Expr => call('multiply', call('add', column, by), 1000);
  const inTime = and(
    ge(right('at'), seconds(left('first_seen'), -windowSeconds)),
    le(right('at'), seconds(left('last_seen'), slackSeconds)),
  );
  const same = and(eq(left('source'), right('source')), eq(left('address'), right('address')), inTime);
  // Each name of an address once: a popular one is asked for many times by every source.
  const known = resolverNames().project({ address: true, name: true }).distinct();
  const joined = (answers: build.Query, on: Expr, rank: number): build.Query =>
    pairs
      .join('inner', answers, on, { source: left('source'), address: left('address'), name: right('name') })
      .extend({ rank: lit(rank) })
      .distinct();
  return joined(firewallNames(), same, 0)
    .union(joined(resolverNames(), same, 1), joined(known, eq(left('address'), right('address')), 2))
    .sort(...['source', 'address', 'name', 'rank'].map((column) => build.asc(col(column)))).plan;
}

const at = (structure: Expr, ...steps: string[]): Expr =>
  call('jsonScalarAt', structure, lit(`/${steps.join('/')}`));

function eventsOf(...kinds: readonly EventLogKind[]): build.Query {
  return scan('events')
    .filter(inList(col('kind'), kinds))
    .project({ at: col('timestamp'), json: cases([[col('is_json'), col('message')]]) });
}

/** Each address that the Resolver gave, with the name that was asked for: a chain of CNAMEs leads from it to the address. */
function resolverNames(): build.Query {
  const answers = call('jsonElements', call('jsonStructureAt', col('json'), lit('/answers')));
  const element = col('answer');
  return named(
    eventsOf('resolver')
      .unnest(answers, 'answer', 'answer_number')
      .filter(inList(at(element, 'Type'), ['A', 'AAAA'])),
    {
      source: at(col('json'), 'srcaddr'),
      address: at(element, 'Rdata'),
      name: at(col('json'), 'query_name'),
    },
  );
}

/** What Network Firewall saw in a connection: the server name of TLS, else the host of HTTP. */
function firewallNames(): build.Query {
  const json = col('json');
  return named(eventsOf('firewallAlert', 'firewallTls'), {
    source: at(json, 'event', 'src_ip'),
    address: at(json, 'event', 'dest_ip'),
    name: coalesce(
      at(json, 'event', 'tls', 'sni'),
      at(json, 'event', 'sni'),
      at(json, 'event', 'http', 'hostname'),
    ),
  });
}

function named(
  events: build.Query,
  { source, address, name }: Record<'source' | 'address' | 'name', Expr>,
): build.Query {
  const plain = call('lower', name);
  const dot = call('endsWith', plain, lit('.'));
  const shorter = call('substring', plain, 1, call('subtract', call('length', plain), 1));
  return events
    .project({ at: true, source, address, name: cases([[dot, shorter]], plain) })
    .filter(
      isPresent(col('source')),
      isPresent(col('address')),
      isPresent(col('name')),
      ne(col('name'), lit('')),
    );
}
