import { access, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type Diagnostic, DiagnosticError, WorldError } from '../../base/index.js';
import type { WorkloadGrouping } from '../../inventory/index.js';
import type { ExpectedTraffic, PortClassEdits } from '../../outbound/index.js';
import { WorkspaceDocument } from './document.js';
import {
  readExpected,
  readOwnCidr,
  readPortClasses,
  readScenarios,
  readVpcCidrs,
  type Scenario,
} from './meaning.js';
import { checkShape, type WorkspaceText } from './schema.js';

/** Name of the file that makes a folder a workspace. */
export const workspaceFile = 'sluice.yaml';

/** What `sluice.yaml` says. Paths are absolute; what it leaves out is empty. */
export interface Workspace {
  /** The file itself. */
  readonly path: string;
  /** The folder it is in. */
  readonly folder: string;
  readonly vpcCidrs: readonly string[];
  /** Files, folders and patterns. */
  readonly sources: readonly string[];
  /** Folders that stand for buckets or `s3://` addresses in Athena's LOCATION. */
  readonly s3: Readonly<Record<string, string>>;
  readonly inventory: readonly string[];
  readonly ipRanges: string | null;
  readonly workloads: {
    readonly grouping: WorkloadGrouping;
    readonly names: Readonly<Record<string, string>>;
  };
  readonly portClasses: PortClassEdits;
  readonly expected: readonly ExpectedTraffic[];
  readonly scenarios: readonly Scenario[];
  /** Warnings; an error is thrown. */
  readonly diagnostics: readonly Diagnostic[];
  /** The file's text, in which the diagnostics have their places. */
  readonly text: string;
}

/** The nearest `sluice.yaml` in a folder or one above it, as git finds its own; undefined when there is none. */
export async function findWorkspace(from: string = process.cwd()): Promise<string | undefined> {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const path = join(folder, workspaceFile);
    if (await exists(path)) return path;
    const misnamed = join(folder, 'sluice.yml');
    if (await exists(misnamed)) {
      throw new WorldError(`\`${misnamed}\` is not read.`, {
        path: misnamed,
        help: `name it ${workspaceFile}`,
      });
    }
    if (folder === dirname(folder)) return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    // Not there, or in a folder that may not be searched: then it is not ours.
    return false;
  }
}

/** Finds and reads the workspace; undefined when there is none. */
export async function loadWorkspace(from?: string): Promise<Workspace | undefined> {
  const path = await findWorkspace(from);
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new WorldError(`\`${path}\` cannot be read.`, { path, cause, help: 'make the file readable' });
  }
  return readWorkspace(text, path);
}

/** Reads the text of a `sluice.yaml`. Throws a `DiagnosticError` with every mistake in it. */
export function readWorkspace(text: string, path: string): Workspace {
  const document = new WorkspaceDocument(text, path);
  const value = document.value;
  const checked = value === undefined ? { faults: [] } : checkShape(value);
  if ('faults' in checked) {
    for (const fault of checked.faults) document.reportShape(fault);
    throw new DiagnosticError(document.diagnostics, text);
  }
  const meaning = meaningOf(checked.value, document, dirname(path));
  if (document.diagnostics.some((each) => each.severity === 'error')) {
    throw new DiagnosticError(document.diagnostics, text);
  }
  return { path, folder: dirname(path), ...meaning, diagnostics: document.diagnostics, text };
}

function meaningOf(value: WorkspaceText, document: WorkspaceDocument, folder: string) {
  const inventory = value.inventory ?? [];
  const place = (each: string) =>
    isAbsolute(each) || /^[a-z][a-z0-9]*:/.test(each) ? each : join(folder, each);
  return {
    vpcCidrs: readVpcCidrs(document, value.vpcCidrs ?? []),
    sources: (value.sources ?? []).map(place),
    s3: Object.fromEntries(Object.entries(value.s3 ?? {}).map(([key, path]) => [key, place(path)])),
    inventory: (typeof inventory === 'string' ? [inventory] : inventory).map(place),
    ipRanges: value.ipRanges ? place(value.ipRanges) : null,
    workloads: {
      grouping: value.workloads?.grouping ?? ('security-group' as const),
      names: value.workloads?.names ?? {},
    },
    portClasses: readPortClasses(document, value.portClasses ?? {}),
    expected: readExpected(document, value.expected ?? []),
    scenarios: readScenarios(document, value.scenarios ?? []),
  };
}

/**
 * CIDR blocks given by hand, for example with `--vpc-cidr`; several may stand in one value, separated by commas.
 * Throws a `DiagnosticError` that names `source`.
 */
export function parseVpcCidrs(values: readonly string[], source: string): string[] {
  const diagnostics: Diagnostic[] = [];
  const cidrs = values
    .flatMap((value) => value.split(','))
    .flatMap((each) => {
      const read = readOwnCidr(each.trim());
      if ('cidr' in read) return [read.cidr];
      diagnostics.push({ code: 'cidr', severity: 'error', source, message: read.fault, help: read.help });
      return [];
    });
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return [...new Set(cidrs)];
}
