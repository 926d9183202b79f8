import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DiagnosticError, JsonPaths, LineStarts, WorldError } from '../../base/index.js';
import { type Inventory, readInventory } from '../../inventory/index.js';
import { type EgressPolicy, type EgressRule, readPolicy } from '../../policy/index.js';
import {
  egressPolicyLayer,
  firewallLayer,
  type Layer,
  RuleDocument,
  readFirewall,
  terraformLayers,
  worldOf,
} from '../../replay/index.js';
import { decodeText } from '../inventory.js';
import { refusal } from '../refusal.js';
import { describedLayers } from './existing.js';

/** What rules are read against. */
export interface Surroundings {
  readonly inventory: Inventory;
  /** The VPC's own prefixes, as CIDR text. */
  readonly ownPrefixes: readonly string[];
  /** Folder that paths are relative to; default the current one. */
  readonly from?: string | undefined;
}

/** One file with rules. */
export interface PolicyFile {
  /** Its path as it was typed. */
  readonly name: string;
  readonly text: string;
}

/** Rules as layers, with things to know about how they were read. */
export interface PolicyReading {
  readonly layers: readonly Layer[];
  readonly notes: readonly string[];
}

/** A kind of file that rules are read from. */
interface PolicyKind {
  /** What the file is, in words. */
  readonly words: string;
  /** Whether a document is of this kind, by its top-level members. */
  matches(members: readonly string[]): boolean;
  read(files: readonly PolicyFile[], around: Surroundings): PolicyReading;
}

const describedKeys = [
  'SecurityGroups',
  'SecurityGroupRules',
  'NetworkAcls',
  'RouteTables',
  'PrefixLists',
  'Entries',
];

/** Every kind of file that `--policy` takes, in the order in which a file is looked at. */
const policyKinds: readonly PolicyKind[] = [
  {
    words: '`sluice policy derive`',
    matches: (members) => members.includes('workloads'),
    read: readEgressPolicies,
  },
  {
    words:
      '`aws ec2 describe-security-groups`, `describe-security-group-rules`, `describe-network-acls` or `describe-route-tables`',
    matches: (members) => members.some((member) => describedKeys.includes(member)),
    read: readDescribed,
  },
  {
    words: '`aws network-firewall describe-rule-group` or `describe-firewall-policy`',
    matches: (members) =>
      members.some((member) => ['RuleGroup', 'FirewallPolicy', 'RulesSource'].includes(member)),
    read: readFirewallFiles,
  },
  {
    words: '`terraform show -json`',
    matches: (members) => members.includes('planned_values') || members.includes('terraform_version'),
    read: readTerraformFiles,
  },
];

/** Reads files and folders with rules. Files of one kind are read together; every kind makes its layers. */
export async function readPolicies(paths: readonly string[], around: Surroundings): Promise<PolicyReading> {
  const byKind = new Map<PolicyKind, PolicyFile[]>();
  for (const file of await filesOf(paths, around.from)) {
    const kind = kindOf(file);
    byKind.set(kind, [...(byKind.get(kind) ?? []), file]);
  }
  const readings = [...byKind].map(([kind, files]) => kind.read(files, around));
  return {
    layers: readings.flatMap((reading) => reading.layers),
    notes: readings.flatMap((reading) => reading.notes),
  };
}

async function filesOf(paths: readonly string[], from: string = process.cwd()): Promise<PolicyFile[]> {
  const files: PolicyFile[] = [];
  for (const path of paths) {
    for (const name of await namesOf(path, from)) {
      files.push({ name, text: await readText(resolve(from, name), name) });
    }
  }
  return files;
}

async function namesOf(path: string, from: string): Promise<string[]> {
  try {
    if (!(await stat(resolve(from, path))).isDirectory()) return [path];
    const names = (await readdir(resolve(from, path))).filter((name) => /\.json$/i.test(name)).sort();
    if (names.length > 0) return names.map((name) => join(path, name));
  } catch (cause) {
    throw new WorldError(`The policy \`${path}\` cannot be read.`, {
      path,
      cause,
      help: 'name a file that is there',
    });
  }
  throw new WorldError(`The folder \`${path}\` holds no JSON file.`, {
    path,
    help: 'name a file with rules',
  });
}

async function readText(path: string, name: string): Promise<string> {
  try {
    return decodeText(await readFile(path));
  } catch (cause) {
    throw new WorldError(`The policy \`${name}\` cannot be read.`, {
      path: name,
      cause,
      help: 'make the file readable',
    });
  }
}

function kindOf(file: PolicyFile): PolicyKind {
  const document = new RuleDocument(file.name, file.text);
  const root = document.root();
  if (root === undefined) throw refusal(document.diagnostics, [file]);
  const members = root.names();
  const kind = policyKinds.find((each) => each.matches(members));
  if (kind !== undefined) return kind;
  const found = members.slice(0, 3).map((member) => `\`${member}\``);
  throw new DiagnosticError([
    {
      code: 'policy-unknown-file',
      severity: 'error',
      source: file.name,
      message: `The file holds ${found.join(', ') || 'no member'}, and no rules that can be replayed.`,
      help: `give the output of ${policyKinds.map((each) => each.words).join('; ')}`,
    },
  ]);
}

/** Each policy is a layer: what several of them allow alone does not pass. */
function readEgressPolicies(files: readonly PolicyFile[], { inventory }: Surroundings): PolicyReading {
  const layers = files.map(({ name, text }) => {
    const { policy, diagnostics } = readPolicy(text, name);
    if (policy === undefined) throw refusal(diagnostics, files);
    return egressPolicyLayer(policy, worldOf(inventory), placesIn(policy, { name, text }));
  });
  return { layers, notes: [] };
}

/** Rules of a policy stand in the file in the order in which they are read. */
function placesIn(policy: EgressPolicy, { name, text }: PolicyFile): (rule: EgressRule) => string {
  const [paths, lines] = [new JsonPaths(text), new LineStarts(text)];
  const places = new Map<EgressRule, string>();
  for (const [index, { rules }] of policy.workloads.entries()) {
    for (const [at, rule] of rules.entries()) {
      const { line, column } = lines.at(paths.spanOf(`workloads[${index}].rules[${at}]`).start);
      places.set(rule, `${name}:${line}:${column}`);
    }
  }
  return (rule) => places.get(rule) ?? name;
}

function readDescribed(files: readonly PolicyFile[], { inventory }: Surroundings): PolicyReading {
  const reading = readInventory(files);
  const { diagnostics } = reading;
  const errors = diagnostics.filter((each) => each.severity === 'error');
  if (errors.length > 0) throw refusal(errors, files);
  return { layers: describedLayers(reading, inventory), notes: [] };
}

function readFirewallFiles(files: readonly PolicyFile[], around: Surroundings): PolicyReading {
  const documents = files.map((file) => new RuleDocument(file.name, file.text));
  const world = worldOf(around.inventory);
  const { firewall, notes } = readFirewall(documents, { ownPrefixes: around.ownPrefixes, world });
  const errors = documents.flatMap((document) => document.diagnostics);
  if (firewall === undefined) throw refusal(errors, files);
  const assumption =
    'The firewall is tried on everything that leaves the VPC, as if all of it went through its endpoints, with the addresses that the workloads have.';
  return { layers: [firewallLayer(firewall)], notes: [...notes, assumption] };
}

/** Each plan is tried by itself: the layers of several add up. */
function readTerraformFiles(files: readonly PolicyFile[], around: Surroundings): PolicyReading {
  const readings = files.map((file) =>
    terraformLayers(new RuleDocument(file.name, file.text), around.inventory, around.ownPrefixes),
  );
  const errors = readings.flatMap((reading) => reading.diagnostics);
  if (errors.length > 0) throw refusal(errors, files);
  return {
    layers: readings.flatMap((reading) => reading.layers),
    notes: readings.flatMap((reading) => reading.notes),
  };
}
