/** A value of Terraform's language; `undefined` members are left out. */
export type HclValue =
  | string
  | number
  | boolean
  | readonly HclValue[]
  | { readonly reference: string }
  | { readonly heredoc: string }
  | { readonly object: Readonly<Record<string, HclValue>> };

export interface HclBlock {
  readonly type: string;
  readonly labels?: readonly string[];
  readonly comment?: string;
  readonly attributes?: Readonly<Record<string, HclValue | undefined>>;
  readonly blocks?: readonly HclBlock[];
}

/**
 * A file of Terraform's language, laid out as `terraform fmt` does: two spaces, the equals signs of neighbouring
 * one-line attributes under each other (HCL native syntax specification).
 */
export function printHcl(blocks: readonly HclBlock[], notes: readonly string[] = []): string {
  const head = notes.map((note) => `# ${note}\n`).join('');
  const body = blocks.map((block) => printBlock(block, '')).join('\n');
  return head === '' ? body : `${head}\n${body}`;
}

function printBlock(block: HclBlock, indent: string): string {
  const labels = (block.labels ?? []).map((label) => ` ${quoted(label)}`).join('');
  const comment = block.comment === undefined ? '' : `${indent}# ${block.comment}\n`;
  const inner = `${indent}  `;
  const attributes = printAttributes(block.attributes ?? {}, inner);
  const blocks = (block.blocks ?? []).map((each) => printBlock(each, inner)).join('\n');
  const gap = attributes !== '' && blocks !== '' ? '\n' : '';
  return `${comment}${indent}${block.type}${labels} {\n${attributes}${gap}${blocks}${indent}}\n`;
}

function printAttributes(attributes: Readonly<Record<string, HclValue | undefined>>, indent: string): string {
  const entries = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, text: printValue(value, indent) }],
  );
  // A value of several lines ends a column of equals signs.
  const runs: (typeof entries)[] = [[]];
  for (const entry of entries) {
    if (entry.text.includes('\n')) runs.push([entry], []);
    else runs.at(-1)?.push(entry);
  }
  return runs
    .flatMap((run) => {
      const width = Math.max(0, ...run.map(({ name }) => name.length));
      return run.map(({ name, text }) => `${indent}${name.padEnd(width)} = ${text}\n`);
    })
    .join('');
}

function printValue(value: HclValue, indent: string): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if ('reference' in value) return value.reference;
  if ('object' in value) return `{\n${printAttributes(value.object, `${indent}  `)}${indent}}`;
  if ('heredoc' in value) return `<<-EOT\n${heredocLines(value.heredoc, indent)}${indent}EOT`;
  if (value.length <= 4) return `[${value.map((each) => printValue(each, indent)).join(', ')}]`;
  const inner = `${indent}  `;
  return `[\n${value.map((each) => `${inner}${printValue(each, inner)},\n`).join('')}${indent}]`;
}

function heredocLines(text: string, indent: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${indent}  ${escapeTemplates(line)}\n`)
    .join('');
}

function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escapeTemplates(escaped)}"`;
}

/** `${` and `%{` begin a template; doubling the first character takes that away. */
function escapeTemplates(text: string): string {
  // A replacement given as text would read `$$` as one sign.
  return text.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');
}
