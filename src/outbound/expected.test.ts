import { describe, expect, test } from 'vitest';
import { type Ask, ask, vpcWith } from '../../test/fixtures/vpc.js';
import type { ExpectedTraffic } from './expected.js';

describe('expected traffic', () => {
  const rule: ExpectedTraffic = {
    to: '0.0.0.0/0',
    ports: null,
    protocol: null,
    workload: null,
    owner: 'team',
    reason: 'because',
    label: 'rule',
  };
  const lists = { PrefixLists: [{ PrefixListId: 'pl-7', Cidrs: ['8.8.0.0/16'] }] };
  const endpoint = {
    VpcEndpoints: [
      {
        VpcEndpointId: 'vpce-1',
        VpcEndpointType: 'Interface',
        ServiceName: 'com.amazonaws.x.sqs',
        NetworkInterfaceIds: ['eni-5'],
      },
    ],
    NetworkInterfaces: [{ NetworkInterfaceId: 'eni-5', VpcId: 'vpc-1', PrivateIpAddress: '10.1.0.50' }],
  };
  const inventory = vpcWith([{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' }], lists, endpoint);
  const isExpected = (entry: Partial<ExpectedTraffic>, address: string, more: Ask = {}) =>
    ask({ inventory, expected: [{ ...rule, ...entry }] }, address, more).expected;

  test.each<[Partial<ExpectedTraffic>, string, Ask, boolean]>([
    [{ to: '8.8.8.0/24' }, '8.8.8.8', {}, true],
    [{ to: '8.8.8.8' }, '8.8.8.8', {}, true],
    [{ to: '8.8.9.0/24' }, '8.8.8.8', {}, false],
    [{ to: '0.0.0.0/0' }, '2606:4700::1', {}, false],
    [{ to: 'pl-7' }, '8.8.8.8', {}, true],
    [{ to: 'pl-7' }, '8.9.8.8', {}, false],
    [{ to: 'S3' }, '52.1.1.1', { awsService: 'S3' }, true],
    [{ to: 's3' }, '52.1.1.1', { awsService: 'S3' }, true],
    [{ to: 'S3' }, '52.1.1.1', { awsService: 'EC2' }, false],
    [{ to: 'AMAZON' }, '52.1.1.1', { awsService: 'AMAZON' }, true],
    [{ to: 'sqs' }, '10.1.0.50', {}, true],
    [{ to: 'com.amazonaws.x.sqs' }, '10.1.0.50', {}, true],
    [{ to: 'sqs' }, '10.1.0.51', {}, false],
    [{ to: 'own-vpc' }, '10.1.0.51', {}, true],
    [{ to: 'internet' }, '10.1.0.51', {}, false],
    [{ ports: [{ from: 80, to: 443 }] }, '8.8.8.8', { port: 443 }, true],
    [{ ports: [{ from: 80, to: 442 }] }, '8.8.8.8', { port: 443 }, false],
    [{ protocol: 17 }, '8.8.8.8', { protocol: 6 }, false],
    [{ workload: 'app' }, '8.8.8.8', { workload: 'app' }, true],
    [{ workload: 'app' }, '8.8.8.8', { workload: 'app+base' }, true],
    [{ workload: 'app' }, '8.8.8.8', { workload: 'apple' }, false],
  ])('%j of %s with %j: %s', (entry, address, more, expected) =>
    expect(isExpected(entry, address, more)).toBe(expected),
  );

  test('names the first entry that expects it', () => {
    const expected = [
      { ...rule, protocol: 17, label: 'first' },
      { ...rule, label: 'second' },
      { ...rule, label: 'third' },
    ];
    expect(ask({ inventory, expected }, '8.8.8.8')).toMatchObject({
      expected: true,
      expectedBy: 'second',
      portClass: 'web',
    });
    expect(ask({ inventory }, '8.8.8.8')).toMatchObject({ expected: false, expectedBy: null });
  });
});
