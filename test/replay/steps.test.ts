import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ReplayFinding, readReplay } from '../../src/app/replay/answer.js';
import { type DestinationNames, type NeedDecision, runReplay } from '../../src/app/replay/run.js';
import { type Prefix, parsePrefix, prefixContains } from '../../src/net/index.js';
import { type Flow, judge, type Layer, type Origin, type Rule, reaches } from '../../src/replay/index.js';
import { Engine } from '../../src/store/index.js';
import { described } from '../fixtures/vpc.js';
import { flowOf, originOf } from './flows.js';
import { fillOpenings, sessionOn } from './openings.js';
import { type Connection, connection, describeVpc, interfaces, prefixes4, prefixes6 } from './universe.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 });
});
afterAll(() => engine.close());

/** Mostly nothing, so that rules match often. */
const some = <T>(...values: readonly T[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
  );

/** A rule that may ask for everything that a connection is told apart by. */
const asking = fc.record({
  to: some(...prefixes4, ...prefixes6),
  from: some('10.0.0.4/31', '10.0.0.16/28'),
  port: some(22, 443, 65_535),
  clientPort: some(1024, 40_000),
  answered: some(true, false),
  reach: some(...reaches),
  iface: some(...interfaces.map(({ id }) => id)),
  name: some('a.example', 'b.example'),
  verdict: fc.constantFrom('passes', 'blocked', 'unknown'),
});
type Asking = typeof asking extends fc.Arbitrary<infer A> ? A : never;

function prefixed(text: string): Prefix {
  const prefix = parsePrefix(text);
  if (prefix === undefined) throw new Error(`${text} is a prefix`);
  return prefix;
}

function matches(rule: Asking, flow: Flow, origin: Origin): boolean {
  const within = (prefix: string | undefined, address: Flow['source']) =>
    prefix === undefined || prefixContains(prefixed(prefix), address);
  const is = <T>(wanted: T | undefined, value: T) => wanted === undefined || wanted === value;
  return [
    within(rule.to, flow.destination),
    within(rule.from, flow.source),
    is(rule.port, flow.port),
    is(rule.clientPort, flow.clientPort),
    is(rule.answered, flow.answered),
    is(rule.reach, flow.reach),
    is(rule.iface, origin.interfaceId),
    rule.name === undefined || flow.names.includes(rule.name),
  ].every((each) => each);
}

/** The first rule that matches decides. */
function layerOf(asked: readonly Asking[]): Layer {
  const rules = asked.map(
    (each, index): Rule => ({
      layer: 'network firewall',
      owner: 'test',
      text: `rule ${index}`,
      place: 'test',
      allows: each.verdict === 'passes',
    }),
  );
  const sets = (of: 'to' | 'from') =>
    asked.flatMap((each) => (each[of] === undefined ? [] : [[prefixed(each[of])]]));
  const ports = (of: 'port' | 'clientPort') =>
    asked.flatMap(({ [of]: port }) => (port === undefined ? [] : [{ from: port, to: port }]));
  return {
    kind: 'network firewall',
    rules,
    destinations: sets('to'),
    sources: sets('from'),
    ports: ports('port'),
    clientPorts: ports('clientPort'),
    shapes: [],
    asksNames: true,
    originKey: (origin) => origin.interfaceId ?? '',
    judge: (flow, origin) => {
      const index = asked.findIndex((each) => matches(each, flow, origin));
      const rule = rules[index];
      const verdict = asked[index]?.verdict ?? 'blocked';
      if (verdict === 'blocked') return { kind: 'blocked', rule: rule ?? null, reason: 'no-rule' };
      const met = rule === undefined ? [] : [rule];
      return verdict === 'passes'
        ? { kind: 'passes', rules: met }
        : { kind: 'unknown', reason: 'no-name', rules: met };
    },
  } as Layer;
}

const needOf = (each: Connection) => [workloadOf(each), each.destination, each.protocol, each.port].join(' ');
/** Some needs of a place are of another workload than the rest. */
const workloadOf = (each: Connection) => (each.port === 443 ? 'other' : `w-${each.iface}`);
const outcomeOf = (each: Connection) => (each.clientPort === 1024 ? 2 : 1);
const decisionOf = (each: Connection) =>
  ['allow', 'deny', 'undecided'][(each.port + each.protocol) % 3] ?? '';
const nameLists = [[], ['a.example'], ['b.example', 'a.example'], ['c.example']];
const lastOf = (address: string) => address.charCodeAt(address.length - 1);
const namesOf = (each: Connection) => nameLists[(lastOf(each.destination) + lastOf(each.source)) % 4] ?? [];

const scopes = ['own-vpc', 'internet', 'link-local-service'] as const;

/** Connections of few needs; where a destination lies is the same for all of one need, and not for all needs of it. */
const flows = fc.array(connection, { minLength: 60, maxLength: 120, size: 'max' }).map((drawn) =>
  drawn.map((each): Connection => {
    const port = each.port === 0 ? 0 : each.port > 500 ? 443 : 22;
    const scope = scopes[(port + Number(each.iface.at(-1)) + each.destination.length) % 3] ?? 'internet';
    return { ...each, port, scope };
  }),
);

/** What a list and the use of a rule come to, connection by connection. */
function oneByOne(layer: Layer, flows: readonly Connection[]) {
  const listed = new Map<string, { connections: number; sources: Set<string> }>();
  const used = layer.rules.map(() => 0);
  for (const each of flows) {
    const verdict = judge([layer], { ...flowOf(each), names: namesOf(each) }, originOf(each));
    for (const rule of verdict.matched)
      used[layer.rules.indexOf(rule)] = (used[layer.rules.indexOf(rule)] ?? 0) + 1;
    const decision = decisionOf(each);
    const kept = decision === 'allow' || (decision === 'undecided' && outcomeOf(each) !== 2);
    const lists = { blocked: kept, passes: decision === 'deny', unknown: true };
    if (!lists[verdict.kind]) continue;
    const rule = verdict.kind === 'blocked' ? (verdict.rule?.text ?? 'none') : 'none';
    const reason = verdict.kind === 'passes' ? '' : verdict.reason;
    const key = [verdict.kind, needOf(each), rule, reason, decision].join(' | ');
    const row = listed.get(key) ?? { connections: 0, sources: new Set() };
    row.connections += 1;
    row.sources.add(`${each.iface} ${each.source}`);
    listed.set(key, row);
  }
  const lines = [...listed].map(([key, row]) => `${key}: ${row.connections} of ${row.sources.size}`);
  return { lines: lines.sort(), used };
}

function written(kind: string, row: ReplayFinding): string {
  const need = [row.workload, row.destination, row.protocol, row.port].join(' ');
  const key = [kind, need, row.rule?.text ?? 'none', row.reason ?? '', row.decision].join(' | ');
  return `${key}: ${row.connections} of ${row.sources}`;
}

function once<T>(rows: readonly T[], key: (row: T) => string): T[] {
  return [...new Map(rows.map((row) => [key(row), row])).values()];
}

test('set by set the same is found as connection by connection', async () => {
  const inventory = described(...describeVpc([[], []], []));
  await fc.assert(
    fc.asyncProperty(fc.array(asking, { minLength: 2, maxLength: 8 }), flows, async (asked, drawn) => {
      const layer = layerOf(asked);
      await fillOpenings(engine, drawn, { workloadOf, outcomeOf });
      const session = sessionOn(engine);
      const decisions = once(drawn, needOf).map(
        (each): NeedDecision => ({
          ...{ workload: workloadOf(each), destination: each.destination, protocol: each.protocol },
          ...{ port: each.port, decision: decisionOf(each), owner: null, line: null },
        }),
      );
      const names = once(drawn, (each) => `${each.source} ${each.destination}`).map(
        (each): DestinationNames => ({
          ...{ source: each.source, address: each.destination, names: namesOf(each) },
        }),
      );
      await runReplay(session, [layer], inventory, decisions, names);
      const { lists, rules } = await readReplay(session, [layer], { connections: 0, bytes: 0 });
      const { lines, used } = oneByOne(layer, drawn);
      const found = Object.entries(lists).flatMap(([kind, { rows }]) =>
        rows.map((row) => written(kind, row)),
      );
      expect(found.sort()).toEqual(lines);
      expect(rules.map((each) => each.connections)).toEqual(used);
    }),
    { numRuns: 25 },
  );
});
