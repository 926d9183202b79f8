import { type Diagnostic, JsonDocument, type Members } from '../../base/index.js';
import type { Prefix } from '../../net/index.js';
import type { EgressPolicy, UnexpressedNeed, WorkloadPlace, WorkloadPolicy } from '../types.js';
import { PolicyCells } from './cells.js';
import { type PrefixLists, readRule } from './read-rule.js';
import { policyKind, policySchemaVersion } from './write.js';

export interface PolicyRead {
  /** Undefined after an error. */
  readonly policy: EgressPolicy | undefined;
  /** Every mistake of the file; a warning stops nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the text of a `policy/egress.json`, also one that was edited by hand. `source` names the file in diagnostics. */
export function readPolicy(text: string, source: string): PolicyRead {
  const document = new JsonDocument(source, text);
  const root = document.root();
  const policy = root === undefined ? undefined : readRoot(new PolicyCells(document), root);
  const failed = document.diagnostics.some(({ severity }) => severity === 'error');
  return { policy: failed ? undefined : policy, diagnostics: document.diagnostics };
}

const rootMembers = [
  'schemaVersion',
  'kind',
  'window',
  'ownPrefixes',
  'workloads',
  'prefixLists',
  'unexpressed',
];

function readRoot(cells: PolicyCells, root: Members): EgressPolicy | undefined {
  if (!isKnownVersion(cells, root)) return undefined;
  root.only('an egress policy', ...rootMembers);
  const window = root.child('window');
  if (window === undefined) cells.missing(root, 'window');
  window?.only('a window', 'from', 'to');
  const lists = readLists(cells, root);
  const unexpressed = root.objects('unexpressed').map((each) => readUnexpressed(cells, each));
  if (!root.has('workloads')) cells.missing(root, 'workloads');
  const entries = root.objects('workloads');
  const workloads = entries.map((each) => readWorkload(cells, each, lists));
  cells.refuseTwice(entries, 'workload', (each) => each.text('workload'));
  return {
    workloads,
    ...(unexpressed.length === 0 ? {} : { unexpressed }),
    ownPrefixes: cells.prefixes(root, 'ownPrefixes'),
    window: { from: cells.time(window, 'from'), to: cells.time(window, 'to') },
  };
}

function isKnownVersion(cells: PolicyCells, root: Members): boolean {
  const { document } = cells;
  if (root.text('kind') !== policyKind) {
    const message = `The file is no egress policy: its \`kind\` is not \`${policyKind}\`.`;
    document.refuse('policy-kind', root.spanOf('kind'), message, '`sluice policy derive` writes one');
    return false;
  }
  const version = root.number('schemaVersion');
  if (version === policySchemaVersion) return true;
  const message = `The \`schemaVersion\` is ${version ?? 'missing'}; this version of Sluice reads ${policySchemaVersion}.`;
  document.refuse('policy-version', root.spanOf('schemaVersion'), message, 'derive the policy again');
  return false;
}

function readLists(cells: PolicyCells, root: Members): PrefixLists {
  const lists = root.objects('prefixLists').map((each) => {
    each.only('a prefix list', 'id', 'name', 'weight', 'prefixes');
    const id = cells.text(each, 'id');
    const prefixes = each.has('prefixes') ? cells.prefixes(each, 'prefixes') : null;
    const name = each.text('name');
    return [id, { kind: 'prefix-list' as const, id, name, prefixes, weight: cells.weight(each) }] as const;
  });
  return new Map(lists);
}

function readUnexpressed(cells: PolicyCells, entry: Members): UnexpressedNeed {
  entry.only('a need without a rule', 'need', 'workload', 'reason');
  return {
    need: cells.text(entry, 'need'),
    workload: cells.text(entry, 'workload'),
    reason: cells.text(entry, 'reason'),
  };
}

const workloadMembers = ['workload', 'vpcId', 'securityGroups', 'subnets', 'addresses', 'excess', 'rules'];

function readWorkload(cells: PolicyCells, entry: Members, lists: PrefixLists): WorkloadPolicy {
  entry.only('a workload', ...workloadMembers);
  const place = readPlace(cells, entry);
  const rules = entry.objects('rules').flatMap((each) => {
    const rule = readRule(cells, each, place.workload, lists);
    return rule === undefined ? [] : [{ rule, entry: each }];
  });
  const byEntry = new Map(rules.map(({ rule, entry: each }) => [each, rule.id]));
  cells.refuseTwice([...byEntry.keys()], 'peer', (each) => byEntry.get(each) ?? null);
  return { place, rules: rules.map(({ rule }) => rule), excess: cells.amount(entry, 'excess') };
}

function readPlace(cells: PolicyCells, entry: Members): WorkloadPlace {
  return {
    workload: cells.text(entry, 'workload'),
    securityGroups: entry.objects('securityGroups').map((each) => {
      each.only('a security group', 'id', 'name');
      return { id: cells.text(each, 'id'), name: each.text('name') };
    }),
    subnets: entry.objects('subnets').map((each): { id: string; prefixes: Prefix[] } => {
      each.only('a subnet', 'id', 'prefixes');
      return { id: cells.text(each, 'id'), prefixes: cells.prefixes(each, 'prefixes') };
    }),
    vpcId: entry.text('vpcId'),
    addresses: cells.prefixes(entry, 'addresses'),
  };
}
