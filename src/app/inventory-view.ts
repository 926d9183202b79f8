import { resolve } from 'node:path';
import { WorldError } from '../base/index.js';
import {
  type Inventory,
  type NetworkInterface,
  type WorkloadNaming,
  workloadOf,
} from '../inventory/index.js';
import { findInventory, type LoadedInventory, loadInventory } from './inventory.js';
import { type Table, tableOf } from './report/table.js';
import { loadWorkspace } from './workspace/index.js';

/**
 * The inventory of the given folders and files; without any, the one that `sluice.yaml` names, else a folder `inventory`
 * in `folder` or beside it. Throws a `WorldError` when there is none.
 */
export async function openInventory(
  paths: readonly string[],
  folder: string = process.cwd(),
): Promise<LoadedInventory> {
  if (paths.length > 0) return loadInventory(paths.map((path) => resolve(folder, path)));
  const configured = (await loadWorkspace(folder))?.inventory ?? [];
  if (configured.length > 0) return loadInventory(configured);
  const found = await findInventory([folder]);
  if (found !== undefined) return loadInventory([found]);
  throw new WorldError('There is no inventory here.', {
    path: folder,
    help: 'give its folder; `sluice inventory commands` prints how to write one',
  });
}

/** One row for each interface, by workload and then by id: what is relied on when traffic is given to its owner. */
export function interfaceTable(inventory: Inventory, naming: WorkloadNaming = {}): Table {
  const workload = (each: NetworkInterface) =>
    workloadOf(each, 'security-group', { subnets: inventory.subnets, ...naming });
  const rows = inventory.interfaces
    .map((each) => ({ each, workload: workload(each) }))
    .sort((a, b) => compare(a.workload, b.workload) || compare(a.each.id, b.each.id));
  return tableOf<(typeof rows)[number]>(
    [
      { key: 'interface', title: 'Interface', kind: 'text', weight: 9, of: ({ each }) => each.id },
      { key: 'workload', title: 'Workload', kind: 'text', weight: 8, of: (row) => row.workload },
      { key: 'role', title: 'Role', kind: 'text', weight: 8, of: ({ each }) => each.role },
      { key: 'owner', title: 'Owner', kind: 'text', weight: 7, of: ({ each }) => each.owner },
      { key: 'name', title: 'Name', kind: 'text', weight: 4, of: ({ each }) => each.name },
      {
        key: 'addresses',
        title: 'Addresses',
        kind: 'text',
        weight: 7,
        of: ({ each }) => listed(each.addresses),
      },
      {
        key: 'prefixes',
        title: 'Prefixes',
        kind: 'text',
        weight: 2,
        of: ({ each }) => listed(each.prefixes),
      },
      {
        key: 'publicAddresses',
        title: 'Public',
        kind: 'text',
        weight: 5,
        of: ({ each }) => listed(each.publicAddresses),
      },
      { key: 'subnet', title: 'Subnet', kind: 'text', weight: 3, of: ({ each }) => each.subnetId },
      { key: 'vpc', title: 'VPC', kind: 'text', weight: 2, of: ({ each }) => each.vpcId },
    ],
    rows,
  );
}

function listed(values: readonly string[]): string | null {
  return values.length === 0 ? null : values.join(' ');
}

/** By code point, so that the order does not depend on the machine's language. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
