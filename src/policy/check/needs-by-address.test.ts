import fc from 'fast-check';
import { expect, test } from 'vitest';
import { need, prefix } from '../../../test/fixtures/policy-basis.js';
import { prefixCovers } from '../../net/index.js';
import { NeedsByAddress } from './needs-by-address.js';

test('the first need inside a block is the one that looking at each finds', () => {
  const addresses = ['10.0.0.1', '10.0.0.2', '10.0.1.1', '255.255.255.255', '0.0.0.0', '::1', '2001:db8::1'];
  const needs = fc.array(
    fc.record({
      destination: fc.constantFrom(...addresses).map(prefix),
      protocol: fc.constantFrom(6, 17),
      port: fc.constantFrom(53, 443, 65_535),
    }),
    { maxLength: 20 },
  );
  const blocks = fc.constantFrom(
    '0.0.0.0/0',
    '10.0.0.0/24',
    '10.0.0.2/32',
    '128.0.0.0/1',
    '::/0',
    '2001:db8::/32',
  );
  const ports = fc.constantFrom({ from: 0, to: 65_535 }, { from: 443, to: 443 }, { from: 54, to: 442 });
  fc.assert(
    fc.property(needs, blocks, fc.constantFrom(null, 6, 17), ports, (drawn, block, protocol, range) => {
      const list = drawn.map((each, index) => need({ ...each, id: String(index) }));
      const expected = list.find(
        (each) =>
          prefixCovers(prefix(block), each.destination) &&
          (protocol === null || each.protocol === protocol) &&
          each.port >= range.from &&
          each.port <= range.to,
      );
      expect(new NeedsByAddress(list).first(prefix(block), protocol, range)).toBe(expected);
    }),
  );
});
