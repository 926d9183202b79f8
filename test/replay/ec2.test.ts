import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describedLayers } from '../../src/app/replay/existing.js';
import { runReplay } from '../../src/app/replay/run.js';
import type { Inventory } from '../../src/inventory/index.js';
import { judge, type Layer } from '../../src/replay/index.js';
import { Engine } from '../../src/store/index.js';
import { readDocuments } from '../fixtures/vpc.js';
import { flowOf, originOf } from './flows.js';
import { type Answer, byIngress, byNetworkAcl, bySecurityGroups, together } from './naive.js';
import { fillOpenings, judgedPlan, sessionOn } from './openings.js';
import {
  aclEntries,
  type Connection,
  connection,
  describeVpc,
  type Permission,
  securityGroups,
} from './universe.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 });
});
afterAll(() => engine.close());

const answers: Readonly<Record<string, Answer>> = { passes: 'pass', blocked: 'block', unknown: 'unknown' };

type Groups = readonly (readonly Permission[])[];

function world(
  groups: Groups,
  entries: Parameters<typeof byNetworkAcl>[0],
  ingress?: Groups,
): { inventory: Inventory; layers: Layer[] } {
  const reading = readDocuments(...describeVpc(groups, entries, ingress));
  expect(reading.diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
  const layers = describedLayers(reading, reading.inventory);
  expect(layers.map((layer) => layer.kind)).toEqual(['security groups', 'network ACLs']);
  return { inventory: reading.inventory, layers };
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

  test('security groups that let in', () => {
    const flows = fc.array(connection, { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(securityGroups, securityGroups, flows, (groups, ingress, drawn) => {
        const { layers } = world(groups, [], ingress);
        const own = layers.filter((layer) => layer.kind === 'security groups');
        expect(drawn.map((each) => answerOf(own, each))).toEqual(
          drawn.map((each) => together(bySecurityGroups(groups, each), byIngress(ingress, each))),
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
        fc.tuple(securityGroups, securityGroups),
        aclEntries,
        fc.array(connection, { minLength: 1, maxLength: 60 }),
        async ([groups, ingress], entries, drawn) => {
          const flows = oneScopeEach(drawn);
          const { inventory, layers } = world(groups, entries, ingress);
          await fillOpenings(engine, flows);
          const session = sessionOn(engine);
          await runReplay(session, layers, inventory, []);
          const expected = new Map<string, number>();
          for (const each of flows) {
            const answer = together(
              bySecurityGroups(groups, each),
              byIngress(ingress, each),
              byNetworkAcl(entries, each),
            );
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

/** Where a destination lies is the same for all connections of one need. */
function oneScopeEach(flows: readonly Connection[]): Connection[] {
  const scopes = new Map<string, Connection['scope']>();
  return flows.map((each) => {
    const key = [each.iface, each.destination, each.protocol, each.port].join(' ');
    const scope = scopes.get(key) ?? each.scope;
    scopes.set(key, scope);
    return { ...each, scope };
  });
}

const kinds = ['', 'pass', 'block', 'unknown'];

async function verdictsIn(session: ReturnType<typeof sessionOn>): Promise<Map<string, number>> {
  const rows = await session.rows(judgedPlan);
  const found = new Map<string, number>();
  for (const row of rows) {
    const key = `${row.workload} ${row.destination} ${row.protocol}/${row.port} ${kinds[Number(row.kind)]}`;
    found.set(key, (found.get(key) ?? 0) + Number(row.connections));
  }
  return found;
}
