import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Diagnostic, DiagnosticError, WorldError } from '../base/index.js';
import { emptyInventory, type Inventory, type WorkloadGrouping } from '../inventory/index.js';
import {
  createPortClasses,
  type ExpectedTraffic,
  type IpRanges,
  type PortClasses,
  parseIpRanges,
} from '../outbound/index.js';
import { findInventory, loadInventory } from './inventory.js';
import { sourceFolders } from './lake-sources.js';
import { loadWorkspace, parseVpcCidrs, type Workspace } from './workspace/index.js';

/** What a command was given; everything may be left out. */
export interface SettingRequest {
  /** Logs that were named, beside which an inventory may lie. */
  readonly paths?: readonly string[];
  /** Folder of the lake; default `.sluice` beside `sluice.yaml`, else in the current folder. */
  readonly lake?: string;
  /** Folders or files of the inventory; default what `sluice.yaml` says, else a folder `inventory` beside the logs. */
  readonly inventory?: readonly string[];
  readonly vpcCidrs?: readonly string[];
  /** AWS's `ip-ranges.json`. */
  readonly ipRanges?: string;
  /** Folder from which `sluice.yaml` is looked for; default the current one. */
  readonly from?: string;
}

/** The circumstances of a run: what the workspace, the flags and the folders come to. */
export interface Setting {
  readonly workspace: Workspace | undefined;
  readonly lakePath: string;
  readonly inventory: Inventory;
  /** The files the inventory was read from; empty without one. */
  readonly inventoryPaths: readonly string[];
  /** `--inventory`, `sluice.yaml`, `found` beside the logs, or `none`. */
  readonly inventorySource: string;
  readonly vpcCidrs: readonly string[];
  readonly vpcCidrsSource: string;
  readonly ipRanges: IpRanges | undefined;
  readonly expected: readonly ExpectedTraffic[];
  readonly portClasses: PortClasses;
  readonly grouping: WorkloadGrouping;
  readonly workloadNames: Readonly<Record<string, string>>;
  /** Warnings and notes to show; errors are thrown. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Flags before `sluice.yaml` before what lies beside the logs before defaults. */
export async function resolveSetting(request: SettingRequest): Promise<Setting> {
  const workspace = await loadWorkspace(request.from);
  const lakePath = resolve(
    request.lake ?? join(workspace?.folder ?? request.from ?? process.cwd(), '.sluice'),
  );
  const inventory = await inventoryOf(request, workspace, lakePath);
  const given = request.vpcCidrs ?? [];
  const ipRanges = request.ipRanges ?? workspace?.ipRanges ?? undefined;
  return {
    workspace,
    lakePath,
    inventory: inventory.inventory,
    inventoryPaths: inventory.paths,
    inventorySource: inventory.source,
    vpcCidrs: given.length > 0 ? parseVpcCidrs(given, '--vpc-cidr') : (workspace?.vpcCidrs ?? []),
    vpcCidrsSource: given.length > 0 ? '--vpc-cidr' : 'sluice.yaml',
    ipRanges: ipRanges === undefined ? undefined : await readIpRanges(ipRanges),
    expected: workspace?.expected ?? [],
    portClasses: createPortClasses(workspace?.portClasses),
    grouping: workspace?.workloads.grouping ?? 'security-group',
    workloadNames: workspace?.workloads.names ?? {},
    diagnostics: [...(workspace?.diagnostics ?? []), ...inventory.diagnostics],
  };
}

interface FoundInventory {
  readonly inventory: Inventory;
  readonly paths: readonly string[];
  readonly source: string;
  readonly diagnostics: readonly Diagnostic[];
}

async function inventoryOf(
  request: SettingRequest,
  workspace: Workspace | undefined,
  lakePath: string,
): Promise<FoundInventory> {
  const asked = request.inventory ?? [];
  const configured = workspace?.inventory ?? [];
  const read = async (paths: readonly string[], source: string) => ({
    ...(await loadInventory(paths)),
    source,
  });
  if (asked.length > 0) return read(asked, '--inventory');
  if (configured.length > 0) return read(configured, 'sluice.yaml');
  const named = request.paths ?? [];
  const found = await findInventory(named.length > 0 ? named : await sourceFolders(lakePath));
  if (found !== undefined) return read([found], 'found');
  return { inventory: emptyInventory, paths: [], source: 'none', diagnostics: [] };
}

async function readIpRanges(path: string): Promise<IpRanges> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new WorldError(`The AWS address ranges \`${path}\` cannot be read.`, {
      path,
      cause,
      help: 'download them from https://ip-ranges.amazonaws.com/ip-ranges.json',
    });
  }
  const { ipRanges, diagnostics } = parseIpRanges(text, path);
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics, text);
  return ipRanges;
}
