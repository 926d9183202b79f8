import { describe, expect, test } from 'vitest';
import { describedLayers } from '../../src/app/replay/existing.js';
import { type Layer, lintRules } from '../../src/replay/index.js';
import { readDocuments } from '../fixtures/vpc.js';

function layers(...documents: readonly object[]): Layer[] {
  const reading = readDocuments(...documents);
  return describedLayers(reading, reading.inventory);
}

const lint = (...documents: readonly object[]) =>
  layers(...documents)
    .flatMap(lintRules)
    .map((each) => `${each.lint}: ${each.rule.text} (${each.detail})`);

const permission = (IpProtocol: string, port: number | null, ...blocks: readonly string[]) => ({
  IpProtocol,
  ...(port === null ? {} : { FromPort: port, ToPort: port }),
  IpRanges: blocks.map((CidrIp) => ({ CidrIp })),
});
const group = (...IpPermissionsEgress: readonly object[]) => ({
  SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'app', IpPermissionsEgress }],
});
const entry = (
  RuleNumber: number,
  Egress: boolean,
  RuleAction: string,
  block: string,
  ports?: [number, number],
) => ({
  ...{ RuleNumber, Egress, RuleAction, CidrBlock: block },
  ...(ports === undefined
    ? { Protocol: '-1' }
    : { Protocol: '6', PortRange: { From: ports[0], To: ports[1] } }),
});
const acl = (...Entries: readonly object[]) => ({
  NetworkAcls: [
    {
      ...{ NetworkAclId: 'acl-1', Associations: [{ SubnetId: 'subnet-1' }] },
      Entries: [
        ...Entries,
        entry(32_767, true, 'deny', '0.0.0.0/0'),
        entry(32_767, false, 'deny', '0.0.0.0/0'),
      ],
    },
  ],
});

describe('security groups by themselves', () => {
  test('rules that another one covers are redundant, and it stays', () => {
    expect(
      lint(group(permission('tcp', 443, '10.0.0.0/9', '10.128.0.0/9', '10.0.0.0/8', '198.51.100.7/32'))),
    ).toEqual([
      'redundant: allow tcp/443 to 10.0.0.0/9 (allow tcp/443 to 10.0.0.0/8)',
      'redundant: allow tcp/443 to 10.128.0.0/9 (allow tcp/443 to 10.0.0.0/8)',
    ]);
  });

  test('of rules that cover each other together, what is left still allows all', () => {
    expect(
      lint(group(permission('tcp', 443, '10.0.0.0/9', '10.128.0.0/10', '10.192.0.0/10', '10.64.0.0/10'))),
    ).toEqual(['redundant: allow tcp/443 to 10.64.0.0/10 (allow tcp/443 to 10.0.0.0/9)']);
  });
});

describe('network ACLs by themselves', () => {
  const replies = entry(100, false, 'allow', '0.0.0.0/0', [1024, 65_535]);

  test('an entry behind others that decide all of it is never reached', () => {
    expect(
      lint(
        acl(
          replies,
          entry(100, true, 'allow', '10.0.0.0/8', [1, 1000]),
          entry(200, true, 'deny', '10.1.0.0/16', [22, 22]),
          entry(300, true, 'allow', '10.2.0.0/16', [22, 22]),
        ),
      ),
    ).toEqual([
      'shadowed: 200 out deny tcp/22 to 10.1.0.0/16 (100 out allow tcp/1-1000 to 10.0.0.0/8)',
      'redundant: 300 out allow tcp/22 to 10.2.0.0/16 (100 out allow tcp/1-1000 to 10.0.0.0/8)',
    ]);
  });

  test('an exception before a wider entry is named as one', () => {
    expect(
      lint(
        acl(
          replies,
          entry(50, true, 'deny', '10.1.0.0/16', [22, 22]),
          entry(100, true, 'allow', '10.0.0.0/8', [1, 1000]),
        ),
      ),
    ).toEqual(['contradicting: 100 out allow tcp/1-1000 to 10.0.0.0/8 (50 out deny tcp/22 to 10.1.0.0/16)']);
  });

  test('replies that are not let in are found, with what is missing', () => {
    const [found, ...rest] = lint(
      acl(
        entry(100, true, 'allow', '10.0.0.0/8', [443, 443]),
        entry(100, false, 'allow', '10.0.0.0/8', [32_768, 60_999]),
      ),
    );
    expect(rest).toEqual([]);
    expect(found).toBe(
      'return-path: 100 out allow tcp/443 to 10.0.0.0/8 (10.0.0.0/8 tcp/1024-32767; 10.0.0.0/8 tcp/61000-65535)',
    );
  });
});
