import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DiagnosticError, formatDiagnostic } from '../base/index.js';
import { findInventory, inventoryCommands, loadInventory } from './inventory.js';

const sample = join(import.meta.dirname, '../../examples/shop-v2');
const vpcs = '{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}';
let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-inventory-'));
  await mkdir(join(root, 'empty'));
  await mkdir(join(root, 'text'));
  await writeFile(join(root, 'text/describe-vpcs.txt'), 'VPCS\n');
  await mkdir(join(root, 'nested/account-1'), { recursive: true });
  await writeFile(join(root, 'nested/account-1/v.JSON'), vpcs);
  await writeFile(join(root, 'utf16.json'), Buffer.from(`\uFEFF${vpcs}`, 'utf16le'));
  await writeFile(join(root, 'utf16be.json'), Buffer.from(`\uFEFF${vpcs}`, 'utf16le').swap16());
  await mkdir(join(root, 'bad'));
  await writeFile(join(root, 'bad/describe-vpcs.json'), '{\n "Vpcs": [\n');
  await writeFile(join(root, 'bad/describe-subnets.json'), '');
  await mkdir(join(root, 'logs/AWSLogs/1/vpcflowlogs'), { recursive: true });
  await writeFile(join(root, 'logs/AWSLogs/1/vpcflowlogs/x.log'), '');
  await cp(join(sample, 'inventory'), join(root, 'logs/inventory'), { recursive: true });
});
afterAll(() => rm(root, { recursive: true }));

describe('loading', () => {
  test('reads the sample', async () => {
    const { inventory, diagnostics, paths } = await loadInventory([join(sample, 'inventory')]);
    expect([inventory.interfaces.length, diagnostics.length, paths.length]).toEqual([17, 0, 11]);
  });

  test.each(['nested', 'nested/account-1/v.JSON', 'utf16.json', 'utf16be.json'])('reads %s', async (path) => {
    const { inventory } = await loadInventory([join(root, path)]);
    expect(inventory.vpcs).toEqual([{ id: 'vpc-1', prefixes: ['10.0.0.0/16'] }]);
  });

  test.each([
    ['missing', 'cannot be read'],
    ['empty', 'has no JSON file: it is empty'],
    ['text', 'it holds `describe-vpcs.txt` and the like'],
  ])('of %s is refused', async (path, message) => {
    await expect(loadInventory([join(root, path)])).rejects.toThrow(message);
    await expect(loadInventory([join(root, path)])).rejects.toHaveProperty('help');
  });

  test('names every bad file with its place', async () => {
    const error = await loadInventory([join(root, 'bad')]).catch((caught: unknown) => caught);
    if (!(error instanceof DiagnosticError)) throw error;
    const lines = error.diagnostics.map((each) => formatDiagnostic(each, error.text).replaceAll(root, ''));
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "/bad/describe-subnets.json: inventory-empty: The file is empty.
        help: write the file with: aws ec2 describe-subnets --output json > /bad/describe-subnets.json
      /bad/describe-vpcs.json:3:1: inventory-not-json: The file is not JSON: a value or \`]\` is expected here.
        help: write the file with: aws ec2 describe-vpcs --output json > /bad/describe-vpcs.json"
    `);
  });

  test('shows the line of a single bad file', async () => {
    const error = await loadInventory([join(root, 'bad/describe-vpcs.json')]).catch(
      (caught: unknown) => caught,
    );
    if (!(error instanceof DiagnosticError)) throw error;
    expect(error.text).toContain('Vpcs');
    expect(error.diagnostics[0]?.span).toEqual({ start: 13, end: 13 });
  });
});

describe('finding', () => {
  test.each([
    'logs',
    'logs/',
    'logs/AWSLogs',
    'logs/AWSLogs/1/vpcflowlogs/x.log',
    'logs/AWSLogs/**/*.log',
    'logs/*.gz',
  ])('from %s proposes the folder', async (path) => {
    expect(await findInventory([join(root, path)])).toBe(join(root, 'logs/inventory'));
  });

  test.each(['empty', 'nested/account-1', '-'])('from %s proposes nothing', async (path) => {
    expect(await findInventory([path === '-' ? path : join(root, path)])).toBeUndefined();
  });
});

describe('the commands', () => {
  test('write one file each', () => {
    expect(inventoryCommands()).toMatchSnapshot();
  });

  test('are limited to a VPC, a region and a profile', () => {
    expect(
      inventoryCommands({ region: 'eu-central-1', profile: "shop's", vpcId: 'vpc-1', folder: 'inv' }),
    ).toMatchSnapshot();
  });
});
