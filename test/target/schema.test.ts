import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { enableText } from '../../src/app/enable/index.js';
import { targets } from '../../src/target/index.js';
import { addressPolicy, context, domainPolicy } from './policies.js';
import { variants } from './variants.js';

interface Member {
  readonly required: boolean;
  readonly type?: string;
  readonly block?: Readonly<Record<string, Member>>;
  readonly many?: boolean;
}

const schema: { readonly resources: Readonly<Record<string, Readonly<Record<string, Member>>>> } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'terraform-schema.json'), 'utf8'),
);

interface Block {
  readonly name: string;
  readonly members: { readonly name: string; readonly value: string | Block }[];
}

/** Blocks and attributes of what Sluice writes: one to a line, values of several lines by their first. */
function blocksIn(text: string): Block[] {
  const root: Block = { name: '', members: [] };
  const open: (Block | 'value')[] = [root];
  let heredoc = false;
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (heredoc) {
      heredoc = line !== 'EOT';
      continue;
    }
    const at = open.at(-1);
    const block = /^(?:(\w+)|resource "(\w+)" "\w+") \{$/.exec(line);
    const attribute = /^(\w+) += (.*)$/.exec(line);
    if (/^[}\]]+$/.test(line)) open.pop();
    else if (at === undefined || at === 'value') continue;
    else if (block !== null) {
      const next: Block = { name: block[1] ?? block[2] ?? '', members: [] };
      at.members.push({ name: next.name, value: next });
      open.push(next);
    } else if (attribute !== null) {
      const [, name = '', value = ''] = attribute;
      at.members.push({ name, value });
      heredoc = value.startsWith('<<');
      if (value === '{' || value === '[') open.push('value');
    } else if (line !== '' && !line.startsWith('#'))
      throw new Error(`${line} is neither block nor attribute`);
  }
  return root.members.flatMap(({ value }) => (typeof value === 'string' ? [] : [value]));
}

/** What the provider would not take, each with its path. */
function faults(
  block: Block,
  known: Readonly<Record<string, Member>> | undefined,
  path = block.name,
): string[] {
  if (known === undefined) return [`${path} is not known`];
  const found = block.members.flatMap(({ name, value }) => {
    const member = known[name];
    const own = `${path}.${name}`;
    if (member === undefined) return [`${own} is not known`];
    if (typeof value === 'string') return typeFault(value, member, own);
    return member.block === undefined ? [`${own} is no block`] : faults(value, member.block, own);
  });
  const missing = Object.entries(known)
    .filter(([name, { required }]) => required && !block.members.some((each) => each.name === name))
    .map(([name]) => `${path}.${name} is missing`);
  const twice = Object.entries(known)
    .filter(([name, { block: nested, many }]) => {
      const count = block.members.filter((each) => each.name === name).length;
      return count > 1 && !(nested !== undefined && many === true);
    })
    .map(([name]) => `${path}.${name} stands there twice`);
  return [...found, ...missing, ...twice];
}

/** References may be of any type. */
const literals: Readonly<Record<string, RegExp>> = {
  string: /^(?:"|<<)/,
  number: /^-?\d+$/,
  boolean: /^(?:true|false)$/,
  list: /^\[/,
  map: /^\{/,
};

function typeFault(value: string, { type, block }: Member, path: string): string[] {
  if (block !== undefined) return [`${path} is a block`];
  const literal = /^["<[{\d-]|^(?:true|false)$/.test(value);
  return literal && !literals[type ?? '']?.test(value) ? [`${path} is no ${type}: ${value}`] : [];
}

const written = variants.flatMap(({ target: name, variant, policy, options }) => {
  const target = targets.find((each) => each.name === name);
  const output = target?.generate(policy === 'domains' ? domainPolicy : addressPolicy, context(options));
  return (output?.files('terraform') ?? []).map(
    ({ path, text }) => [`${name}.${variant}/${path}`, text] as const,
  );
});
const flowLogs = enableText(
  { vpcIds: ['vpc-0f1e2d3c4b5a69788'], destination: { kind: 's3', arn: 'arn:aws:s3:::acme-flow-logs' } },
  'terraform',
);

test.each([...written, ['flow logs', flowLogs] as const])(
  '%s has the attributes of the AWS provider',
  (_, text) => {
    const blocks = blocksIn(text);
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.flatMap((block) => faults(block, schema.resources[block.name]))).toEqual([]);
  },
);

test('every kind of resource is written by some case', () => {
  const kinds = [...written.map(([, text]) => text), flowLogs].flatMap((text) =>
    blocksIn(text).map(({ name }) => name),
  );
  expect([...new Set(kinds)].sort()).toEqual(Object.keys(schema.resources));
});

test('what the provider does not take is found', () => {
  const text = `resource "aws_network_acl_rule" "x" {
  network_acl_id = aws_network_acl.x.id
  rule_number    = "100"
  egres          = true
  protocol       = "tcp"
  protocol       = "udp"

  icmp {
    icmp_type = 1
  }
}
`;
  expect(blocksIn(text).flatMap((block) => faults(block, schema.resources[block.name]))).toEqual([
    'aws_network_acl_rule.rule_number is no number: "100"',
    'aws_network_acl_rule.egres is not known',
    'aws_network_acl_rule.icmp is not known',
    'aws_network_acl_rule.rule_action is missing',
    'aws_network_acl_rule.protocol stands there twice',
  ]);
});
