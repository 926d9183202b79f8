import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vpcWith } from '../../test/fixtures/vpc.js';
import { emptyInventory } from '../inventory/index.js';
import {
  formatAddress,
  isSpecialPurpose,
  parseAddress,
  parsePrefix,
  prefixContains,
  specialRangeOf,
} from '../net/index.js';
import { insidePrefixes } from './inside-prefixes.js';

describe('the prefixes that are not the internet', () => {
  const routes = [
    { DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' },
    { DestinationCidrBlock: '44.0.0.0/9', GatewayId: 'vgw-1' },
    { DestinationCidrBlock: '45.0.0.0/16', NatGatewayId: 'nat-1' },
    { DestinationPrefixListId: 'pl-1', VpcPeeringConnectionId: 'pcx-1' },
  ];
  const lists = { PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: ['46.0.0.0/16'] }] };
  const inside = insidePrefixes(vpcWith(routes, lists), ['9.0.0.0/16']).flatMap(
    (text) => parsePrefix(text) ?? [],
  );
  const isInside = (text: string) => {
    const address = parseAddress(text);
    return address !== undefined && inside.some((prefix) => prefixContains(prefix, address));
  };

  test.each([
    ['9.0.1.1', true],
    ['10.200.0.1', true],
    ['44.1.1.1', true],
    ['46.0.1.1', true],
    ['45.0.1.1', false],
    ['8.8.8.8', false],
    ['203.0.113.7', false],
    ['169.254.169.254', true],
    ['fd00::1', true],
    ['2606:4700::1', false],
  ])('hold %s: %s', (address, expected) => expect(isInside(address)).toBe(expected));

  test("without any network of one's own are the special ranges", () => {
    const bare = insidePrefixes(emptyInventory, []).flatMap((text) => parsePrefix(text) ?? []);
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseAddress(text);
        if (!address) throw new Error(`${text} is not an address`);
        const kind = specialRangeOf(address)?.kind;
        fc.pre(kind !== 'global');
        const special = isSpecialPurpose(address) && kind !== 'documentation' && kind !== 'embedded';
        expect(`${formatAddress(address)} ${bare.some((prefix) => prefixContains(prefix, address))}`).toBe(
          `${formatAddress(address)} ${special}`,
        );
      }),
      { numRuns: 500 },
    );
  });
});
