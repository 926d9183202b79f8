import type { Located, Span } from '../../base/index.js';
import { Members, type RuleDocument } from '../document/members.js';

/** A managed resource of a plan as it will be. */
export interface PlannedResource {
  /** `module.net.aws_security_group.app[0]` */
  readonly address: string;
  readonly type: string;
  readonly values: Members;
  /** Which values are known after apply only: the `after_unknown` of its change. */
  readonly unknown: Located | undefined;
  /** Addresses of resources that its configuration refers to, by attribute. */
  readonly references: ReadonlyMap<string, readonly string[]>;
}

export interface TerraformPlan {
  readonly document: RuleDocument;
  readonly resources: readonly PlannedResource[];
  /** `FILE:LINE:COLUMN` of rules that were read from it. */
  readonly places: Map<object, string>;
}

/** Takes note of where rules were read. */
export function placed<T extends object>(
  { places }: TerraformPlan,
  block: Members,
  rules: readonly T[],
): readonly T[] {
  for (const rule of rules) places.set(rule, block.place);
  return rules;
}

/**
 * The resources of `terraform show -json` (Terraform, "JSON Output Format", version 1): what will be, which of it is
 * known after apply only, and what the configuration refers to.
 */
export function readTerraformPlan(document: RuleDocument): TerraformPlan | undefined {
  const root = document.root();
  const planned = root?.child('planned_values') ?? root?.child('values');
  if (root === undefined || planned === undefined) return undefined;
  const unknowns = unknownValues(root);
  const configured = configuredReferences(root);
  const resources = modulesOf(planned.child('root_module')).flatMap((module) =>
    module.objects('resources').flatMap((resource) => {
      const [address, type, values] = [
        resource.text('address'),
        resource.text('type'),
        resource.child('values'),
      ];
      if (address === null || type === null || values === undefined || resource.text('mode') !== 'managed')
        return [];
      const references = configured.get(withoutKeys(address)) ?? new Map<string, readonly string[]>();
      return [{ address, type, values, unknown: unknowns.get(address), references }];
    }),
  );
  return { document, resources, places: new Map() };
}

function modulesOf(module: Members | undefined): Members[] {
  if (module === undefined) return [];
  return [module, ...module.objects('child_modules').flatMap(modulesOf)];
}

function unknownValues(root: Members): Map<string, Located> {
  const found = new Map<string, Located>();
  for (const change of root.objects('resource_changes')) {
    const address = change.text('address');
    const unknown = change.child('change')?.object.members.get('after_unknown')?.value;
    if (address !== null && unknown !== undefined) found.set(address, unknown);
  }
  return found;
}

/** What each attribute of each resource refers to, by the resource's address without keys. */
function configuredReferences(root: Members): Map<string, Map<string, readonly string[]>> {
  const found = new Map<string, Map<string, readonly string[]>>();
  const visit = (module: Members | undefined, prefix: string): void => {
    if (module === undefined) return;
    for (const resource of module.objects('resources')) {
      const expressions = resource.child('expressions');
      const references = new Map<string, readonly string[]>();
      for (const name of expressions?.names() ?? []) {
        const expression = expressions?.object.members.get(name)?.value;
        if (expressions === undefined || expression === undefined) continue;
        references.set(
          name,
          referencesIn(expressions.document, expression).map((each) => prefix + each),
        );
      }
      found.set(prefix + (resource.text('address') ?? ''), references);
    }
    const calls = module.child('module_calls');
    for (const name of calls?.names() ?? [])
      visit(calls?.child(name)?.child('module'), `${prefix}module.${name}.`);
  };
  visit(root.child('configuration')?.child('root_module'), '');
  return found;
}

/** Every reference in an expression, blocks within it too. */
function referencesIn(document: RuleDocument, value: Located): string[] {
  if (value.kind === 'list') return value.items.flatMap((item) => referencesIn(document, item));
  if (value.kind !== 'object') return [];
  const members = new Members(document, value);
  const own = members.has('references') ? members.texts('references').map((each) => each.value) : [];
  const rest = members.names().filter((name) => name !== 'references');
  return [...own, ...rest.flatMap((name) => referencesIn(document, value.members.get(name)?.value ?? value))];
}

/** `aws_security_group.app[0]` as the configuration names it. */
export function withoutKeys(address: string): string {
  return address.replaceAll(/\[(?:\d+|"[^"]*")\]/g, '');
}

/** Whether a value, or anything within it, is known after apply only. `path` as in `rule`, `0`, `cidr_blocks`. */
export function isUnknown(unknown: Located | undefined, ...path: readonly (string | number)[]): boolean {
  const [step, ...rest] = path;
  if (unknown === undefined) return false;
  if (unknown.kind === 'scalar') return unknown.value === true;
  if (step === undefined) {
    const parts =
      unknown.kind === 'list' ? unknown.items : [...unknown.members.values()].map((member) => member.value);
    return parts.some((part) => isUnknown(part));
  }
  if (unknown.kind === 'list') return isUnknown(unknown.items[Number(step)], ...rest);
  return isUnknown(unknown.members.get(String(step))?.value, ...rest);
}

export function refuseUnknown(document: RuleDocument, span: Span, address: string, attribute: string): void {
  document.refuse(
    'plan-unknown-value',
    span,
    `\`${attribute}\` of \`${address}\` is known after apply only, so what the rule allows is not known.`,
    'apply first and replay `terraform show -json` of the state, or write the value in the configuration',
  );
}
