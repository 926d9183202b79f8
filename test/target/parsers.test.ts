import { describe, expect, test } from 'vitest';
import { enableText } from '../../src/app/enable/index.js';
import { formats, targets } from '../../src/target/index.js';
import { askPython, hasParsers } from './parser-environment.js';
import { addressPolicy, context, domainPolicy } from './policies.js';
import { variants } from './variants.js';

interface Written {
  readonly kind: 'terraform' | 'cloudformation' | 'cli' | 'suricata';
  readonly path: string;
  readonly text: string;
}

function check(files: readonly Written[]): string[][] {
  return askPython('validate.py', files.map((file) => `${JSON.stringify(file)}\n`).join('')) as string[][];
}

function everything(): Written[] {
  return variants.flatMap(({ target: name, variant, policy, options }) => {
    const target = targets.find((each) => each.name === name);
    const output = target?.generate(policy === 'domains' ? domainPolicy : addressPolicy, context(options));
    return formats.flatMap((kind) =>
      (output?.files(kind) ?? []).flatMap(({ path, text }): Written[] => [
        { kind, path: `${name}.${variant}/${path}`, text },
        ...rulesIn(kind, path, text),
      ]),
    );
  });
}

/** What switches flow logs on. */
function flowLogs(): Written[] {
  return (['terraform', 'cloudformation'] as const).map((kind) => {
    const destination = { kind: 's3', arn: 'arn:aws:s3:::acme-flow-logs' } as const;
    return {
      kind,
      path: 'flow logs',
      text: enableText({ vpcIds: ['vpc-0f1e2d3c4b5a69788'], destination }, kind),
    };
  });
}

/** The Suricata text inside the input of `create-rule-group`. */
function rulesIn(kind: string, path: string, text: string): Written[] {
  if (kind !== 'cli' || !path.startsWith('create-rule-group')) return [];
  const rules = JSON.parse(text).RuleGroup.RulesSource.RulesString;
  return rules === undefined ? [] : [{ kind: 'suricata', path: `${path} rules`, text: rules }];
}

describe.skipIf(!hasParsers)(
  'the parser of each format reads what is generated',
  { timeout: 120_000 },
  () => {
    test('python-hcl2, cfn-lint, the service models of the AWS SDK, and Suricata find nothing', () => {
      const files = [...everything(), ...flowLogs()];
      expect(new Set(files.map(({ kind }) => kind)).size).toBe(4);
      const problems = check(files).flatMap((found, index) =>
        found.map((problem) => `${files[index]?.kind} ${files[index]?.path}: ${problem}`),
      );
      expect(problems).toEqual([]);
    });

    test('each of them finds a fault', () => {
      const broken: Written[] = [
        { kind: 'terraform', path: 'x.tf', text: 'resource "a" {{' },
        {
          kind: 'cloudformation',
          path: 'x.json',
          text: JSON.stringify({
            Resources: { A: { Type: 'AWS::EC2::NetworkAcl', Properties: { Vpc: 'x' } } },
          }),
        },
        { kind: 'cli', path: 'create-network-acl.json', text: '{"VpcId":"x","Unknown":1}' },
        {
          kind: 'suricata',
          path: 'rules',
          text: 'pass tcp $APP any -> 10.0.0.0/8 443 (msg:"x"; nonsense; sid:1; rev:1;)\n',
        },
      ];
      expect(check(broken).map((found) => found.length > 0)).toEqual([true, true, true, true]);
    });
  },
);
