import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WorldError } from '../base/index.js';
import { interfaceTable, openInventory } from './inventory-view.js';

const sample = join(import.meta.dirname, '../../examples/shop-v2');

test('an inventory is opened by its folder, or found beside the logs', async () => {
  const given = await openInventory(['inventory'], sample);
  const found = await openInventory([], sample);
  const placeOf = expect.any(Function);
  expect(found).toEqual({ ...given, placeOf });
  await expect(openInventory([], '/')).rejects.toThrow(WorldError);
});

test('each interface has a row, by workload', async () => {
  const { inventory } = await openInventory([], sample);
  const { rows, columns, total } = interfaceTable(inventory, { names: { bastion: 'jump host' } });
  expect(total).toBe(17);
  expect(columns.map((column) => column.key).slice(0, 4)).toEqual(['interface', 'workload', 'role', 'owner']);
  expect(rows.map((row) => row[1])).toContain('jump host');
  expect(rows.find((row) => row[1] === 'alb')).toEqual([
    'eni-0268ecc45dc6bf1e1',
    'alb',
    'load-balancer',
    'Application Load Balancer shop-front',
    null,
    '10.32.0.168',
    null,
    '18.196.40.10',
    'subnet-097b750923ceb3ffd',
    'vpc-0f1e2d3c4b5a69788',
  ]);
});
