import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describedLayers } from '../../src/app/replay/existing.js';
import { runReplay } from '../../src/app/replay/run.js';
import { parseAddress } from '../../src/net/index.js';
import { type Flow, judge, type Layer, type Origin } from '../../src/replay/index.js';
import { Engine } from '../../src/store/index.js';
import { readDocuments } from '../fixtures/vpc.js';
import { type Answer, byNetworkAcl, bySecurityGroups, together } from './naive.js';
import { fillOpenings, sessionOn } from './openings.js';
import {
  aclEntries,
  type Connection,
  connection,
  describeVpc,
  interfaces,
  type Permission,
  securityGroups,
} from './universe.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 });
});
afterAll(() => engine.close());

const answers: Readonly<Record<string, Answer>> = { passes: 'pass', blocked: 'block', unknown: 'unknown' };

function flowOf(each: Connection): Flow {
  const source = parseAddress(each.source);
  const destination = parseAddress(each.destination);
  if (source === undefined || destination === undefined) throw new Error('addresses are addresses');
  const ported = each.clientPort > 0;
  return {
    source,
    destination,
    protocol: each.protocol,
    port: ported && each.port === 0 ? null : each.port,
    clientPort: each.clientPort,
    answered: each.answered,
    reach: each.scope === 'internet' ? 'leaving' : each.scope === 'own-vpc' ? 'inside' : 'unfiltered',
    names: [],
  };
}

function originOf(each: Connection): Origin {
  const own = interfaces.find(({ id }) => id === each.iface);
  if (own === undefined) throw new Error('an interface is one of the five');
  return {
    workload: `w-${own.id}`,
    interfaceId: own.id,
    securityGroups: own.groups.map((id) => ({ id, name: id })),
    subnetId: own.subnet,
    vpcId: 'vpc-1',
  };
}

function world(groups: readonly (readonly Permission[])[], entries: Parameters<typeof byNetworkAcl>[0]) {
  const { inventory, diagnostics } = readDocuments(...describeVpc(groups, entries));
  expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
  const layers = describedLayers(inventory, inventory, ['describe.json']);
  expect(layers.map((layer) => layer.kind)).toEqual(['security groups', 'network ACLs']);
  return { inventory, layers };
}

const answerOf = (layers: readonly Layer[], each: Connection) =>
  answers[judge(layers, flowOf(each), originOf(each)).kind];

describe('random rules on random connections, against a plain evaluator', () => {
  test('security groups', () => {
    fc.assert(
      fc.property(securityGroups, fc.array(connection, { minLength: 20, maxLength: 40 }), (groups, flows) => {
        const { layers } = world(groups, []);
        const own = layers.filter((layer) => layer.kind === 'security groups');
        expect(flows.map((each) => answerOf(own, each))).toEqual(
          flows.map((each) => bySecurityGroups(groups, each)),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('network ACLs', () => {
    fc.assert(
      fc.property(aclEntries, fc.array(connection, { minLength: 20, maxLength: 40 }), (entries, flows) => {
        const own = world([], entries).layers.filter((layer) => layer.kind === 'network ACLs');
        expect(flows.map((each) => answerOf(own, each))).toEqual(
          flows.map((each) => byNetworkAcl(entries, each)),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('both, set-wise in the engine', async () => {
    await fc.assert(
      fc.asyncProperty(
        securityGroups,
        aclEntries,
        fc.array(connection, { minLength: 1, maxLength: 60 }),
        async (groups, entries, flows) => {
          const { inventory, layers } = world(groups, entries);
          await fillOpenings(engine, flows);
          const session = sessionOn(engine);
          await runReplay(session, layers, inventory, []);
          const expected = new Map<string, number>();
          for (const each of flows) {
            const answer = together(bySecurityGroups(groups, each), byNetworkAcl(entries, each));
            const key = `w-${each.iface} ${each.destination} ${each.protocol}/${each.port} ${answer}`;
            expected.set(key, (expected.get(key) ?? 0) + 1);
          }
          expect(await verdictsIn(session)).toEqual(expected);
        },
      ),
      { numRuns: 25 },
    );
  });
});

const kinds = ['', 'pass', 'block', 'unknown'];

async function verdictsIn(session: ReturnType<typeof sessionOn>): Promise<Map<string, number>> {
  const { build } = await import('../../src/plan/index.js');
  const rows = await session.rows(build.scan('replay_judged').plan);
  const found = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.workload} ${row.destination} ${row.protocol}/${row.port} ${kinds[Number(row.kind)]}`;
    found.set(key, (found.get(key) ?? 0) + Number(row.connections));
  }
  return found;
}
