import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyInventory } from '../../src/inventory/index.js';
import { formatAddress } from '../../src/net/index.js';
import { derivePolicy } from '../../src/policy/index.js';
import { egressPolicyLayer, type Flow, judge, type Origin, worldOf } from '../../src/replay/index.js';
import { bases, cells, decided, groups } from '../fixtures/policy-universe.js';

/** The groups of the universe, as an inventory describes their members. */
const world = worldOf({
  ...emptyInventory,
  securityGroups: groups.map(({ id, name }) => ({ id, name, ingressKnown: false })),
  interfaces: groups.map(({ id, name, addresses }) => ({
    ...{ id: `eni-${name}`, vpcId: null, subnetId: null, role: 'workload', owner: '' },
    ...{ addresses: [], publicAddresses: [], instanceId: null, name: null },
    prefixes: addresses.map((prefix) => `${formatAddress(prefix)}/${prefix.length}`),
    securityGroups: [{ id, name }],
  })),
});

const source = { family: 4, value: 0x0a000101n } as const;

test('a derived policy blocks none of its own needs, and passes none that is denied or undecided', () => {
  let tried = 0;
  fc.assert(
    fc.property(bases, fc.constantFrom(2, 4, 60), (basis, maxRules) => {
      const { policy } = derivePolicy(basis, { maxRules });
      const [workload] = policy?.workloads ?? [];
      if (policy === undefined || workload === undefined) return;
      const layer = egressPolicyLayer(policy, world, () => 'policy/egress.json');
      const origin: Origin = {
        ...{ workload: workload.place.workload, interfaceId: null, subnetId: null, vpcId: null },
        securityGroups: [],
      };
      for (const cell of cells()) {
        const answer = decided(basis, cell);
        if (answer === undefined) continue;
        const flow: Flow = {
          ...{ source, destination: cell.address, protocol: cell.protocol, port: cell.port },
          ...{ clientPort: 40_000, answered: true, reach: 'inside', names: [] },
        };
        tried++;
        expect([cell, judge([layer], flow, origin).kind]).toEqual([
          cell,
          answer === 'allow' ? 'passes' : 'blocked',
        ]);
      }
    }),
    { numRuns: 300 },
  );
  expect(tried).toBeGreaterThan(1000);
});
