import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Diagnostic, DiagnosticError, nearest, WorldError } from '../../base/index.js';
import type { Inventory } from '../../inventory/index.js';
import type { EgressPolicy } from '../../policy/index.js';
import {
  type DraftRow,
  defaultTargetOptions,
  type Format,
  type GeneratedFile,
  type ServedPort,
  type TargetOptions,
  targets,
} from '../../target/index.js';
import { groupsOf } from '../ledger/places.js';
import { replaceText } from '../replace-text.js';
import { type Table, tableOf } from '../report/table.js';

export const targetNames: readonly string[] = targets.map(({ name }) => name);

export interface ExportRequest {
  readonly policy: EgressPolicy;
  /** Where the policy was read from, for diagnostics. */
  readonly policyPath: string;
  readonly target: string;
  readonly inventory: Inventory;
  /** Workloads to export; empty is all. */
  readonly workloads: readonly string[];
  /** What subnets serve; null when no logs were read. */
  readonly served: readonly ServedPort[] | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly options: Partial<TargetOptions>;
}

export interface Exported {
  readonly rows: readonly DraftRow[];
  readonly notes: readonly string[];
  files(format: Format): readonly GeneratedFile[];
}

/** A policy in the words of one platform. Throws a `DiagnosticError` with everything that the platform cannot say. */
export function exportPolicy(request: ExportRequest): Exported {
  const { policy, policyPath, inventory, workloads } = request;
  const target = targets.find(({ name }) => name === request.target);
  if (target === undefined) throw new DiagnosticError([unknownTarget(request.target)]);
  checkWorkloads(policy, workloads, policyPath);
  const output = target.generate(policy, {
    only: workloads.length === 0 ? null : new Set(workloads),
    groupAddresses: new Map(groupsOf(inventory).map(({ id, addresses }) => [id, addresses])),
    served: request.served,
    account: request.account,
    region: request.region,
    options: { ...defaultTargetOptions, ...request.options },
  });
  if (output.refusals.length > 0) {
    throw new DiagnosticError(
      output.refusals.map(({ code, workload, rule, reason, remedy }) => ({
        code,
        severity: 'error',
        source: policyPath,
        message: `${subject(workload, rule)}${reason}.`,
        help: remedy,
      })),
    );
  }
  return output;
}

function subject(workload: string, rule: string | null): string {
  if (rule !== null) return `Rule ${rule} of \`${workload}\`: `;
  return workload === '' ? 'The policy: ' : `\`${workload}\`: `;
}

function unknownTarget(name: string): Diagnostic {
  const near = nearest(name, targetNames);
  return {
    code: 'unknown-target',
    severity: 'error',
    source: '--target',
    message: `\`${name}\` is no target.`,
    help: near === undefined ? `write one of ${targetNames.join(', ')}` : `write \`${near}\``,
  };
}

function checkWorkloads(policy: EgressPolicy, asked: readonly string[], source: string): void {
  const known = policy.workloads.map(({ place }) => place.workload);
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new DiagnosticError(
    unknown.map((name) => ({
      code: 'unknown-workload',
      severity: 'error',
      source,
      message: `The policy has no workload \`${name}\`.`,
      help: `it has ${known.join(', ')}`,
    })),
  );
}

/** Writes each file; a file of an earlier export is replaced as a whole. Returns their paths. */
export async function writeFiles(folder: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const paths: string[] = [];
  for (const { path, text } of files) {
    const whole = join(folder, path);
    try {
      await mkdir(dirname(whole), { recursive: true });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new WorldError(`The folder cannot be made: ${reason}`, { path: dirname(whole), cause });
    }
    await replaceText(whole, text, 'The file');
    paths.push(whole);
  }
  return paths;
}

/** Entries of the platform, one a row. */
export function draftTable(rows: readonly DraftRow[]): Table {
  return tableOf<DraftRow>(
    [
      { key: 'workload', title: 'Workload', kind: 'text', weight: 9, of: (row) => row.workload },
      { key: 'place', title: 'Place', kind: 'text', weight: 4, of: (row) => row.place },
      { key: 'direction', title: 'Direction', kind: 'text', of: (row) => row.direction },
      { key: 'number', title: 'No', kind: 'number', of: (row) => row.number },
      { key: 'action', title: 'Action', kind: 'text', of: (row) => row.action },
      { key: 'protocol', title: 'Protocol', kind: 'text', weight: 9, of: (row) => row.protocol },
      { key: 'source', title: 'Source', kind: 'text', weight: 6, of: (row) => row.source || null },
      {
        key: 'destination',
        title: 'Destination',
        kind: 'text',
        weight: 9,
        of: (row) => row.destination || null,
      },
      { key: 'ports', title: 'Ports', kind: 'text', weight: 9, of: (row) => row.ports },
      { key: 'rule', title: 'Rule', kind: 'text', weight: 7, of: (row) => row.rule },
      { key: 'note', title: 'Note', kind: 'text', weight: 2, of: (row) => row.note },
    ],
    rows,
  );
}
