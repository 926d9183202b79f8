import * as v from 'valibot';
import { workloadGroupings } from '../../inventory/index.js';

const port = v.union([v.number(), v.string()]);
/** One port, a range as text, or a list of both. */
const ports = v.union([port, v.array(port)]);

const workloads = v.strictObject({
  grouping: v.optional(v.picklist(workloadGroupings)),
  names: v.nullish(v.record(v.string(), v.string())),
});

const portClass = v.strictObject({
  tcp: v.optional(ports),
  udp: v.optional(ports),
  sctp: v.optional(ports),
  doc: v.optional(v.string()),
});

const expected = v.strictObject({
  to: v.string(),
  ports: v.optional(ports),
  protocol: v.optional(port),
  workload: v.optional(v.string()),
  owner: v.string(),
  reason: v.string(),
  label: v.optional(v.string()),
});

const scenario = v.strictObject({
  name: v.string(),
  from: v.union([v.string(), v.number()]),
  to: v.union([v.string(), v.number()]),
  note: v.optional(v.string()),
});

/** `off` takes a class out; anything else describes one. */
const portClassEdit = v.lazy((input) =>
  input === false || input === 'off' ? v.union([v.literal(false), v.literal('off')]) : portClass,
);

/** A key with nothing after it says nothing, as when all its entries are commented out. */
const workspace = v.strictObject({
  vpcCidrs: v.nullish(v.array(v.string())),
  sources: v.nullish(v.array(v.string())),
  s3: v.nullish(v.record(v.string(), v.string())),
  inventory: v.nullish(v.union([v.string(), v.array(v.string())])),
  ipRanges: v.nullish(v.string()),
  workloads: v.nullish(workloads),
  portClasses: v.nullish(v.record(v.string(), portClassEdit)),
  expected: v.nullish(v.array(expected)),
  scenarios: v.nullish(v.array(scenario)),
});

/** The file as it is written, with every type checked and no meaning yet. */
export type WorkspaceText = v.InferOutput<typeof workspace>;
export type PortsText = v.InferOutput<typeof ports>;
export type ExpectedText = v.InferOutput<typeof expected>;
export type ScenarioText = v.InferOutput<typeof scenario>;
export type PortClassText = v.InferOutput<typeof portClass>;

/** The keys that are known at a place, for the suggestion of the nearest. */
function keysAt(path: readonly (string | number)[]): readonly string[] {
  const place = path[0];
  if (path.length === 0) return Object.keys(workspace.entries);
  if (place === 'workloads') return Object.keys(workloads.entries);
  if (place === 'portClasses') return Object.keys(portClass.entries);
  if (place === 'expected') return Object.keys(expected.entries);
  return Object.keys(scenario.entries);
}

/** What is wrong at a place. `keys` are those that would be accepted instead of an unknown one. */
export type ShapeFault =
  | { readonly kind: 'unknown-key'; readonly path: Path; readonly keys: readonly string[] }
  | { readonly kind: 'missing-key'; readonly path: Path; readonly key: string }
  | { readonly kind: 'wrong-type'; readonly path: Path; readonly expected: string };

export type Path = readonly (string | number)[];

/** Checks keys and types. Faults come in the order of the file's structure. */
export function checkShape(value: unknown): { value: WorkspaceText } | { faults: ShapeFault[] } {
  // To valibot a list is an object whose keys are numbers.
  if (Array.isArray(value)) return { faults: [{ kind: 'wrong-type', path: [], expected: 'a map of keys' }] };
  const result = v.safeParse(workspace, value);
  if (result.success) return { value: result.output };
  return { faults: result.issues.map(toFault) };
}

function toFault(issue: v.BaseIssue<unknown>): ShapeFault {
  const path = (issue.path ?? []).map((item) => (typeof item.key === 'number' ? item.key : String(item.key)));
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return { kind: 'unknown-key', path, keys: keysAt(path.slice(0, -1)) };
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined') {
    return { kind: 'missing-key', path: path.slice(0, -1), key: String(path.at(-1)) };
  }
  if (path.length === 2 && path[0] === 'portClasses') {
    return { kind: 'wrong-type', path, expected: 'a map of ports, or `off`,' };
  }
  return { kind: 'wrong-type', path, expected: inWords(issue.expected ?? 'another value') };
}

const words: Readonly<Record<string, string>> = {
  Array: 'a list',
  Object: 'a map of keys',
  string: 'text',
  number: 'a number',
  '(number | string)': 'a number or text',
  '(string | Array)': 'text or a list of texts',
  '(string | number)': 'a number or text',
  '(number | string | Array)': 'a port, a range or a list of them',
};

/** What valibot expected, as a person says it; a list of choices is taken apart. */
function inWords(expected: string): string {
  const known = words[expected];
  if (known !== undefined) return known;
  return expected.replaceAll(/[()]/g, '').replaceAll('"', '`').replaceAll(' | ', ' or ');
}
