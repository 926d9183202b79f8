import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../src/store/index.js';
import { analyze, facts, record, type TestRecord } from './harness.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 });
});
afterAll(() => engine.close());

const inside = ['10.0.1.5', '10.0.1.6', '10.0.2.7'];
const outside = ['198.51.100.7', '203.0.113.9', '8.8.8.8'];
const interfaces = inside.map((address) => facts(`eni-${address}`, address));

/** A connection with the truth about it: who opened it. */
interface Connection {
  readonly own: string;
  readonly peer: string;
  readonly ownPort: number;
  readonly peerPort: number;
  readonly outbound: boolean;
  readonly intervals: number;
}

const connection: fc.Arbitrary<Connection> = fc.record({
  own: fc.constantFrom(...inside),
  peer: fc.constantFrom(...outside),
  ownPort: fc.integer({ min: 1, max: 65_535 }),
  peerPort: fc.integer({ min: 1, max: 65_535 }),
  outbound: fc.boolean(),
  intervals: fc.integer({ min: 1, max: 4 }),
});

/** Different five-tuples only: a tuple opened from both sides is ambiguous by definition. */
const connections = fc.uniqueArray(connection, {
  minLength: 1,
  maxLength: 12,
  selector: (each) => `${each.own} ${each.peer} ${each.ownPort} ${each.peerPort}`,
});

/** Records as a flow log with flags shows them: the opening in the first interval, the close in the last. */
function recordsOf(each: Connection): TestRecord[] {
  return Array.from({ length: each.intervals }, (_, interval) => {
    const first = interval === 0;
    const close = interval === each.intervals - 1 ? 1 : 0;
    const own = `${each.own}:${each.ownPort}`;
    const peer = `${each.peer}:${each.peerPort}`;
    const [client, server] = [(first ? 2 : 0) | close, (first ? 18 : 0) | close];
    const [out, back] = each.outbound ? [client, server] : [server, client];
    const when = `at ${interval * 60} for 50`;
    return [
      record(`eni-${each.own} ${own} > ${peer} tcp flags ${out} ${when}`),
      record(`eni-${each.own} ${peer} > ${own} tcp flags ${back} ${when}`),
    ];
  }).flat();
}

const key = (each: Connection) => `${each.own} > ${each.peer} 6/${each.peerPort}`;

test('with flags the needs are the connections opened inside, each counted once, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(connections, async (all) => {
      const found = await analyze(engine, { interfaces, records: all.flatMap(recordsOf) });
      const truth = new Map<string, number>();
      for (const each of all.filter((one) => one.outbound))
        truth.set(key(each), (truth.get(key(each)) ?? 0) + 1);
      expect(new Map(found.needs.map((need) => [need.need, need.connections]))).toEqual(truth);
      expect(found.inbound).toBe(all.filter((each) => !each.outbound).length);
    }),
    { numRuns: 25 },
  );
});

test('the order of the records does not matter, and no interval alone decides', async () => {
  const shuffled = connections.chain((all) =>
    fc.tuple(
      fc.constant(all.flatMap(recordsOf)),
      fc.shuffledSubarray(all.flatMap(recordsOf), { minLength: all.flatMap(recordsOf).length }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(shuffled, async ([ordered, mixed]) => {
      const strip = (records: readonly TestRecord[]) => records.map((each) => ({ ...each, flags: null }));
      const one = await analyze(engine, { interfaces, records: strip(ordered) });
      const other = await analyze(engine, { interfaces, records: strip(mixed) });
      expect(other.needs).toEqual(one.needs);
      expect(other.undecided).toBe(one.undecided);
    }),
    { numRuns: 15 },
  );
});

test('without flags every conversation is a need, inbound, or undecided: none is lost and none is in two lists', async () => {
  await fc.assert(
    fc.asyncProperty(connections, async (all) => {
      const records = all.flatMap(recordsOf).map((each) => ({ ...each, flags: null }));
      const found = await analyze(engine, { interfaces, records });
      const needed = found.needs.reduce((sum, need) => sum + need.connections, 0);
      expect(needed + found.inbound + found.undecided).toBe(all.length);
    }),
    { numRuns: 25 },
  );
});
