/**
 * A description that the EC2 API takes: at most 255 characters of `a-zA-Z0-9 ._-:/()#,@[]+=;{}!$*` (VPC User Guide,
 * security group rules). What is outside becomes a dot.
 */
export function cleanDescription(text: string): string {
  const clean = text.replaceAll(/[^a-zA-Z0-9 ._\-:/()#,@[\]+=;{}!$*]/g, '.');
  return clean.length <= 255 ? clean : `${clean.slice(0, 252)}...`;
}

/** Names for the things of a list, in one alphabet; those that would be the same are numbered. */
export function uniqueNames(texts: readonly string[], toName: (text: string) => string): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const text of new Set(texts)) {
    const base = toName(text);
    let name = base;
    for (let count = 2; taken.has(name); count++) name = `${base}${count}`;
    taken.add(name);
    names.set(text, name);
  }
  return names;
}

/** A label of Terraform: letters, digits, `_`; it does not begin with a digit. */
export function terraformLabel(text: string): string {
  const label = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[a-z]/.test(label) ? label : `w_${label}`;
}

/** A logical id of CloudFormation: letters and digits only. */
export function logicalId(text: string): string {
  const words = text.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  const id = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return /^[A-Za-z]/.test(id) ? id : `W${id}`;
}

/** A name of a rule group or an IP set: letters, digits, hyphens. */
export function hyphenName(text: string): string {
  const name = text.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'workload' : name;
}

/** A variable of Suricata: capital letters, digits, `_`; it begins with a letter. */
export function variableName(text: string): string {
  const name = text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[A-Z]/.test(name) ? name : `W_${name}`;
}

/** Ids of the needs that a rule serves, as many as a description holds. */
export function servedNeeds(needs: readonly string[], most = 12): string {
  if (needs.length === 0) return 'allowed by the ledger, not seen';
  const rest = needs.length - most;
  return `serves ${needs.slice(0, most).join(' ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
