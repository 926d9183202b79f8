import { describe, expect, test } from 'vitest';
import { readDocuments, sampleInventory } from '../../test/fixtures/vpc.js';
import { formatDiagnostic } from '../base/index.js';
import { parseAddress } from '../net/index.js';
import { documentKeys } from './commands.js';
import {
  describeCommands,
  describeRoute,
  emptyInventory,
  inventoryMatches,
  ownPrefixesOf,
  Router,
  readInventory,
  workloadOf,
} from './index.js';

function codes(reading: ReturnType<typeof readInventory>): string[] {
  return reading.diagnostics.map((each) => `${each.severity} ${each.code}`);
}

describe('the sample inventory', () => {
  const inventory = sampleInventory('shop-v2');

  test('holds every kind of file', () => {
    expect(inventory.files).toEqual(describeCommands.map((each) => each.command).sort());
  });

  test('says who owns each interface', () => {
    const table = inventory.interfaces.map((each) =>
      [workloadOf(each, 'security-group', inventory), each.role, each.owner, each.addresses.join(' ')].join(
        ' | ',
      ),
    );
    expect(table).toMatchInlineSnapshot(`
      [
        "alb | load-balancer | Application Load Balancer shop-front | 10.32.0.168",
        "alb | load-balancer | Application Load Balancer shop-front | 10.32.1.64",
        "NAT gateway nat-085ef3430ed038db4 | nat-gateway | NAT gateway nat-085ef3430ed038db4 | 10.32.0.227",
        "NAT gateway nat-0c6f8da3eabe19f58 | nat-gateway | NAT gateway nat-0c6f8da3eabe19f58 | 10.32.1.8",
        "app | workload | instance i-097524d6af51e8722 | 10.32.19.13 2a05:d014:1c2:10::10",
        "app | workload | instance i-0d2d5844307f062ce | 10.32.23.35 2a05:d014:1c2:14::11",
        "app | workload | instance i-0b804d82098418117 | 10.32.17.233 2a05:d014:1c2:10::12",
        "app | workload | instance i-0c9c18070b6d13089 | 10.32.21.145 2a05:d014:1c2:14::13",
        "worker | workload | instance i-0cd085b71ba6676b3 | 10.32.17.153",
        "worker | workload | instance i-02257989fef829c88 | 10.32.23.224",
        "worker | workload | instance i-022cedafb092fdddf | 10.32.16.104",
        "lambda | workload | Lambda | 10.32.17.13",
        "lambda | workload | Lambda | 10.32.21.195",
        "db | workload | RDS | 10.32.32.223",
        "cache | workload | ElastiCache shop-cache-001 | 10.32.33.134",
        "bastion | workload | instance i-088bafad959d54505 | 10.32.0.151",
        "endpoint | endpoint | secretsmanager endpoint vpce-0aa11bb22cc33dd44 | 10.32.18.91",
      ]
    `);
  });

  test('knows its own prefixes', () => {
    expect(ownPrefixesOf(inventory)).toEqual(['10.32.0.0/16', '2a05:d014:1c2::/56']);
  });

  test.each([
    ['app', '10.32.19.13', '52.219.170.25'],
    ['app', '10.32.19.13', '35.186.247.156'],
    ['app', '10.32.19.13', '10.32.33.134'],
    ['app', '10.32.19.13', '2606:4700::1'],
    ['bastion', '10.32.0.151', '52.219.170.25'],
    ['db', '10.32.32.223', '8.8.8.8'],
  ])('finds the route of %s %s to %s', (_, source, destination) => {
    const from = inventory.interfaces.find((each) => each.addresses[0] === source);
    const address = parseAddress(destination);
    if (!from || !address) throw new Error('the sample has changed');
    const taken = new Router(inventory).routeTo(address, from.subnetId, from.vpcId);
    expect(taken === undefined ? 'none' : describeRoute(taken)).toMatchSnapshot();
  });
});

describe('documents', () => {
  test('none make an empty inventory', () => {
    expect(readInventory([])).toMatchObject({ inventory: emptyInventory, diagnostics: [] });
  });

  test('are told apart by what they hold, and several of a kind add up', () => {
    const { inventory, diagnostics } = readDocuments(
      { Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.7/24' }], NextToken: 'more' },
      { Subnets: [{ SubnetId: 'subnet-2', VpcId: 'vpc-2', CidrBlock: '10.1.1.0/24' }] },
      { Vpcs: [{ VpcId: 'vpc-2', CidrBlock: '10.1.0.0/16' }] },
    );
    expect(diagnostics).toEqual([]);
    expect(inventory.subnets.map((each) => each.prefixes)).toEqual([['10.0.1.0/24'], ['10.1.1.0/24']]);
    expect(ownPrefixesOf(inventory)).toEqual(['10.0.1.0/24', '10.1.0.0/16']);
    expect(ownPrefixesOf(inventory, ['vpc-2'])).toEqual(['10.1.0.0/16']);
  });

  test('that end with a token are cut short', () => {
    expect(codes(readDocuments({ Vpcs: [] }, { Vpcs: [], NextToken: 'more' }))).toEqual([]);
    expect(codes(readDocuments({ Vpcs: [], NextToken: 'more' }))).toEqual(['warning inventory-page-missing']);
  });

  test('on blocks that a VPC no longer has are not believed', () => {
    const gone = { CidrBlock: '10.5.0.0/16', CidrBlockState: { State: 'disassociated' } };
    const vpc = { VpcId: 'vpc-1', CidrBlock: '10.1.0.0/16', CidrBlockAssociationSet: [gone] };
    expect(ownPrefixesOf(readDocuments({ Vpcs: [vpc] }).inventory)).toEqual(['10.1.0.0/16']);
    const routes = [{ DestinationCidrBlock: '10.5.0.0/16', GatewayId: 'local' }];
    const tables = { RouteTables: [{ RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes: routes }] };
    expect(ownPrefixesOf(readDocuments({ Vpcs: [vpc] }, tables).inventory)).toEqual(['10.1.0.0/16']);
    expect(ownPrefixesOf(readDocuments(tables).inventory)).toEqual(['10.5.0.0/16']);
  });

  test('may describe one thing twice, and count it once', () => {
    const vpc = { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' };
    expect(readDocuments({ Vpcs: [vpc] }, { Vpcs: [vpc] })).toMatchObject({
      inventory: { vpcs: [{}] },
      diagnostics: [],
    });
    const changed = readDocuments({ Vpcs: [vpc] }, { Vpcs: [{ ...vpc, CidrBlock: '10.9.0.0/16' }] });
    expect(codes(changed)).toEqual(['warning inventory-described-twice']);
    expect(ownPrefixesOf(changed.inventory)).toEqual(['10.9.0.0/16']);
  });

  test.each([
    ['an empty file', ' \n'],
    ['a table', '--------\n|Describe|\n'],
    ['a truncated file', '{\n "Vpcs": [\n  {"VpcId": "vpc-1"'],
    ['a trailing comma', '{"Vpcs": [1,]}'],
    ['a bare list', '[]'],
    ['a number', '7'],
    ['another list', '{"Addresses": []}'],
    ['a misspelled list', '{"SubNets": []}'],
    ['a list that is none', '{"Vpcs": {}}'],
    ['members of other types', '{"Vpcs": [{"VpcId": 7, "CidrBlock": "10.0.0.0/99"}, 3]}'],
    ['entries of an unnamed list', '{"Entries": []}'],
  ])('%s is refused with place and cure', (_, text) => {
    const { diagnostics } = readInventory([{ name: 'describe-vpcs.json', text }]);
    expect(diagnostics.map((each) => formatDiagnostic(each, text)).join('\n')).toMatchSnapshot();
  });

  test('of another shape list a few faults and count the rest', () => {
    const reading = readDocuments({ Vpcs: Array.from({ length: 500 }, () => ({})) });
    expect(reading.diagnostics.length).toBe(11);
    expect(reading.diagnostics.at(-1)?.message).toBe('490 more members are not as expected.');
  });

  test('may begin with a byte order mark', () => {
    expect(readInventory([{ name: 'x', text: '\uFEFF{"Vpcs": []}' }]).diagnostics).toEqual([]);
  });
});

test('a file that is nested without end is refused', () => {
  const text = `{"Vpcs":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const { diagnostics } = readInventory([{ name: 'x', text }]);
  expect(diagnostics.map((each) => each.message)).toEqual(['`Vpcs[0]` is `[…]`; an object is expected.']);
});

describe('an inventory of another VPC', () => {
  const { inventory } = readDocuments({
    NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1' }],
  });

  test('is refused', () => {
    expect(
      inventoryMatches(inventory, { interfaceIds: ['eni-8', 'eni-9'], vpcIds: ['vpc-9'] }),
    ).toMatchObject([
      {
        code: 'inventory-of-another-vpc',
        severity: 'error',
        message:
          'The inventory describes none of the 2 interfaces in the logs: it is of vpc-1; the logs are of vpc-9.',
      },
    ]);
  });

  test('is refused by its interfaces alone when the logs name no VPC, or the same one', () => {
    for (const vpcIds of [[], ['vpc-1']]) {
      expect(inventoryMatches(inventory, { interfaceIds: ['eni-8'], vpcIds })[0]?.message).toBe(
        'The inventory describes none of the 1 interfaces in the logs: it is of vpc-1; they name `eni-8`, which is not in it.',
      );
    }
  });

  test('is told from one that lacks some interfaces, and from none at all', () => {
    expect(
      inventoryMatches(inventory, { interfaceIds: ['eni-1', 'eni-8', 'eni-9'], vpcIds: [] }),
    ).toMatchObject([{ severity: 'warning' }]);
    expect(inventoryMatches(inventory, { interfaceIds: ['eni-1', 'eni-9'], vpcIds: [] })).toEqual([]);
    expect(inventoryMatches(emptyInventory, { interfaceIds: ['eni-9'], vpcIds: [] })).toEqual([]);
  });
});

test('every list has a command', () => {
  expect(documentKeys.length).toBe(13);
});
