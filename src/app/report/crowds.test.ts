import fc from 'fast-check';
import { expect, test } from 'vitest';
import { need } from '../../../test/fixtures/egress-analysis.js';
import { parseAddress, parsePrefix, prefixContains } from '../../net/index.js';
import { crowdedGroups, destinationWords, topDestinations } from './crowds.js';

test('a sweep is one row, and adds up', () => {
  const sweep = Array.from({ length: 40 }, (_, index) =>
    need('worker', `172.104.${index}.7`, 23, { rejected: 1 }),
  );
  const [row, ...rest] = crowdedGroups(sweep);
  expect(rest).toEqual([]);
  expect(row).toMatchObject({ rejected: 40, connections: 40, status: 'rejected' });
});

test('unrelated destinations stay apart until they are many; addresses of one service do not', () => {
  const internet = Array.from({ length: 9 }, (_, index) => need('app', `192.0.2.${index}`, 443));
  expect(crowdedGroups(internet)).toHaveLength(9);
  const service = internet.map((each) => ({ ...each, scope: 'aws-service' as const, scopeDetail: 'S3' }));
  expect(crowdedGroups(service)).toHaveLength(1);
  const two = service.map((each, index) => ({ ...each, scopeDetail: index % 2 === 0 ? 'S3' : 'SQS' }));
  expect(crowdedGroups(two)).toHaveLength(2);
});

test('expected and unexpected never share a row', () => {
  const mixed = Array.from({ length: 40 }, (_, index) =>
    need('app', `192.0.2.${index}`, 443, { expected: index < 20 }),
  );
  expect(
    crowdedGroups(mixed)
      .map((row) => row.expected)
      .sort(),
  ).toEqual([false, true]);
});

test.each([
  [['192.0.2.1'], '192.0.2.1'],
  [['192.0.2.1', '192.0.2.1'], '192.0.2.1'],
  [['10.0.0.0', '10.0.0.1'], '2 addresses in 10.0.0.0/31'],
  [['1.2.3.4', '200.2.3.4'], '2 addresses'],
  [['1.2.3.4', '2001:db8::1'], '2 addresses'],
  [['2001:db8::1', '2001:db8:0:1::1'], '2 addresses in 2001:db8::/63'],
])('%j are called %s', (addresses, words) => {
  expect(destinationWords(addresses)).toBe(words);
});

test('the block holds every address, and half of it does not', () => {
  const octet = fc.nat({ max: 255 });
  const address = fc.tuple(octet, octet).map(([a, b]) => `10.32.${a}.${b}`);
  fc.assert(
    fc.property(fc.uniqueArray(address, { minLength: 2 }), (addresses) => {
      const block = parsePrefix(destinationWords(addresses).split(' in ')[1] ?? '');
      expect(block).toBeDefined();
      if (block === undefined) return;
      const inside = addresses
        .map(parseAddress)
        .map((each) => each !== undefined && prefixContains(block, each));
      expect(inside).not.toContain(false);
      const half = { ...block, length: block.length + 1 };
      const inHalf = addresses
        .map(parseAddress)
        .filter((each) => each !== undefined && prefixContains(half, each));
      expect(inHalf.length).toBeGreaterThan(0);
      expect(inHalf.length).toBeLessThan(addresses.length);
    }),
  );
});

test('the addresses of a service are one destination of the list of the largest', () => {
  const row = {
    protocol: 6,
    port: 443,
    scopeDetail: 'S3',
    portClass: 'web',
    sources: 1,
    bytesIn: 1,
    expected: true,
  };
  const rows = ['52.0.0.1', '52.0.0.2'].map((destinationAddress, index) => ({
    ...row,
    destinationAddress,
    scope: 'gateway-endpoint' as const,
    workloads: [`w${index}`],
    connections: 5,
    bytesOut: 10,
  }));
  expect(topDestinations(rows, (each) => each.bytesOut)).toMatchObject([
    { destination: '2 addresses in 52.0.0.0/30', connections: 10, bytesOut: 20, workloads: ['w0', 'w1'] },
  ]);
});
