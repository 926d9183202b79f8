import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  analysisFields,
  enableFormats,
  enableText,
  flowLogLacks,
  loadInventory,
} from '../../src/app/index.js';
import { allFlowFields } from '../../src/flow/index.js';
import { emptyInventory } from '../../src/inventory/index.js';

const s3 = {
  vpcIds: ['vpc-0f1e2d3c4b5a69788', 'vpc-0a1b2c3d4e5f60718'],
  destination: { kind: 's3', arn: 'arn:aws:s3:::acme-flow-logs/team a' },
} as const;
const logs = {
  vpcIds: ['vpc-0f1e2d3c4b5a69788'],
  destination: {
    kind: 'cloudwatch',
    logGroup: '/vpc/flow-logs',
    roleArn: 'arn:aws:iam::123456789012:role/flow-logs',
  },
} as const;

describe.each(enableFormats)('%s', (format) => {
  test.each([
    ['s3', s3],
    ['cloudwatch', logs],
  ] as const)('%s', async (name, request) => {
    const text = enableText(request, format);
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'golden', `${name}.${format}.txt`));
  });
});

test('the fields are known ones, each once, and begin with the default format', () => {
  const known = new Set(allFlowFields.map(({ log }) => log));
  expect(analysisFields.filter((field) => !known.has(field))).toEqual([]);
  expect(new Set(analysisFields).size).toBe(analysisFields.length);
  expect(analysisFields[13]).toBe('log-status');
});

describe('what flow logs lack', () => {
  const log = {
    id: 'fl-1',
    resourceId: 'vpc-1',
    trafficType: 'ALL',
    logFormat: null as string | null,
    aggregationSeconds: 60,
  };
  const vpc = { id: 'vpc-1', prefixes: [] };
  const problems = (over: Partial<typeof log>) =>
    flowLogLacks({ ...emptyInventory, vpcs: [vpc], flowLogs: [{ ...log, ...over }] }).map(
      ({ problem }) => problem,
    );

  test('the default format lacks flags and packet addresses', () => {
    expect(problems({}).join('\n')).toContain('No `tcp-flags`');
    expect(problems({}).join('\n')).toContain('No `pkt-dstaddr`');
  });

  test('the format of this analysis lacks nothing', () => {
    const logFormat = analysisFields.map((field) => `\${${field}}`).join(' ');
    expect(problems({ logFormat })).toEqual([]);
    expect(problems({ logFormat, trafficType: 'REJECT' })).toHaveLength(1);
    expect(problems({ logFormat, aggregationSeconds: 600 })).toHaveLength(1);
  });

  test('a VPC is recorded by itself or by all of its subnets', () => {
    const subnet = (id: string) => ({ id, vpcId: 'vpc-1', name: null, prefixes: [] });
    const inventory = { ...emptyInventory, vpcs: [vpc], subnets: [subnet('s1'), subnet('s2')] };
    const whole = analysisFields.map((field) => `\${${field}}`).join(' ');
    const flowLogs = ['s1', 's2'].map((resourceId) => ({ ...log, logFormat: whole, resourceId }));
    expect(flowLogLacks({ ...inventory, flowLogs })).toEqual([]);
    expect(flowLogLacks({ ...inventory, flowLogs: flowLogs.slice(1) })).toMatchObject([{ id: 'vpc-1' }]);
    expect(flowLogLacks(inventory)).toMatchObject([{ id: 'vpc-1' }]);
  });

  test('the sample with every field lacks only what it says', async () => {
    const folder = join(import.meta.dirname, '../../examples/shop-v5/inventory');
    const { inventory } = await loadInventory([folder]);
    expect(flowLogLacks(inventory).map(({ problem }) => problem.slice(0, 19))).toEqual([
      'No `reject-reason`:',
    ]);
  });
});
