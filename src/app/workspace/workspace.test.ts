import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DiagnosticError, formatDiagnostic } from '../../base/index.js';
import { createPortClasses } from '../../outbound/index.js';
import { awsServices } from './aws-services.js';
import { exampleWorkspace, findWorkspace, loadWorkspace, parseVpcCidrs, readWorkspace } from './index.js';

const read = (text: string) => readWorkspace(text, '/w/sluice.yaml');

/** What a person is told about a text. */
function complaints(text: string): string {
  try {
    return read(text)
      .diagnostics.map((each) => formatDiagnostic(each, text))
      .join('\n');
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map((each) => formatDiagnostic(each, error.text)).join('\n');
  }
}

describe('a workspace file', () => {
  test.each(['', '# nothing yet\n', '{}', '---\n'])('that reads %j says nothing', (text) => {
    expect(read(text)).toMatchObject({
      folder: '/w',
      vpcCidrs: [],
      sources: [],
      inventory: [],
      ipRanges: null,
      workloads: { grouping: 'security-group', names: {} },
      expected: [],
      scenarios: [],
      diagnostics: [],
    });
  });

  test('says where things are, relative to itself', () => {
    const { sources, inventory, ipRanges } = read(
      'sources: [logs, /abs/logs, "s3://bucket/AWSLogs", "logs/**/*.gz"]\ninventory: inv\nipRanges: ../ip-ranges.json\n',
    );
    expect(sources).toEqual(['/w/logs', '/abs/logs', 's3://bucket/AWSLogs', '/w/logs/**/*.gz']);
    expect([inventory, ipRanges]).toEqual([['/w/inv'], '/ip-ranges.json']);
  });

  test('edits port classes', () => {
    const { portClasses } = read(`portClasses:
  artifacts: { tcp: [8081, 9000-9010], udp: 7, doc: Artifact stores }
  mining: off
  chat: false
`);
    const classes = createPortClasses(portClasses);
    expect([8081, 9005, 3333, 6667].map((port) => classes.classOf(6, port))).toEqual([
      'artifacts',
      'artifacts',
      null,
      null,
    ]);
    expect(classes.classOf(17, 7)).toBe('artifacts');
  });

  test('lists what is expected', () => {
    const { expected } = read(`expected:
  - { to: S3, protocol: tcp, ports: 443, workload: app, owner: shop, reason: images }
  - { to: 198.51.100.0/24, ports: [443, "8000-8100"], owner: pay, reason: cards, label: cards }
  - { to: own-vpc, protocol: 50, owner: net, reason: tunnel }
`);
    expect(expected).toEqual([
      {
        to: 'S3',
        protocol: 6,
        ports: [{ from: 443, to: 443 }],
        workload: 'app',
        owner: 'shop',
        reason: 'images',
        label: 'S3 tcp 443',
      },
      {
        to: '198.51.100.0/24',
        protocol: null,
        ports: [
          { from: 443, to: 443 },
          { from: 8000, to: 8100 },
        ],
        workload: null,
        owner: 'pay',
        reason: 'cards',
        label: 'cards',
      },
      {
        to: 'own-vpc',
        protocol: 50,
        ports: null,
        workload: null,
        owner: 'net',
        reason: 'tunnel',
        label: 'own-vpc esp',
      },
    ]);
  });

  test('names spans of time', () => {
    const { scenarios } = read(
      'scenarios:\n  - { name: a, from: 2026-11-20T14:00:00Z, to: 2026-11-20T15:30+01:00, note: x }\n  - { name: b, from: 1, to: 2 }\n',
    );
    expect(scenarios).toEqual([
      { name: 'a', from: 1_795_183_200, to: 1_795_185_000, note: 'x' },
      { name: 'b', from: 1, to: 2, note: null },
    ]);
  });

  test.each([
    ['a list', '- a\n'],
    ['a tab', 'vpcCidrs:\n\t- 10.0.0.0/16\n'],
    ['an open bracket', 'vpcCidrs: [10.0.0.0/16\nsources: [a]\n'],
    ['a key twice', 'sources: [a]\nsources: [b]\n'],
    ['an alias to nothing', 'sources: *logs\n'],
    ['a misspelled key', 'vpcCidr:\n  - 10.0.0.0/16\n'],
    ['a key of nothing known', 'colour: blue\n'],
    ['a misspelled inner key', 'expected:\n  - { to: S3, port: 443, owner: a, reason: b }\n'],
    ['a misspelled key of a class', 'portClasses:\n  web: { tpc: 80 }\n'],
    ['a missing key', 'expected:\n  - to: S3\n    owner: a\n'],
    ['wrong types', 'vpcCidrs: 10.0.0.0/16\nsources: [7]\nworkloads: { grouping: tag }\nipRanges: [a]\n'],
    ['empty values', 'vpcCidrs:\nportClasses:\n  mining:\n'],
    [
      'bad CIDR blocks',
      'vpcCidrs: [10.0.0.0/33, 10.0.0, 10.0.0.0, 0.0.0.0/0, 10.0.0.5/16, "2A05::/32", "2a05::1/32"]\n',
    ],
    [
      'bad ports and protocols',
      'expected:\n  - { to: S3, ports: [70000, 9-1, http], protocol: tpc, owner: a, reason: b }\n  - { to: S3, ports: 8, protocol: icmp, owner: a, reason: " " }\n',
    ],
    [
      'destinations that match nothing',
      'expected:\n' +
        [
          '10.0.0.0/33',
          'pl-xyz',
          'api.example.com',
          'own_vpc',
          'own-vcp',
          'CLOUDFORNT',
          'HOLOGRAM',
          '"a b"',
          'https://x',
        ]
          .map((to) => `  - { to: ${to}, owner: a, reason: b }\n`)
          .join(''),
    ],
    ['bad classes', 'portClasses:\n  minning: off\n  Web: { tcp: 1 }\n  none: {}\n  far: { tcp: 99999 }\n'],
    [
      'bad scenarios',
      'scenarios:\n  - { name: a, from: yesterday, to: 2026-11-20 }\n  - { name: b, from: 9, to: 8 }\n  - { name: b, from: 1795183200000, to: 2 }\n',
    ],
  ])('with %s is refused at its place', (_, text) => expect(complaints(text)).toMatchSnapshot());

  test('may name the service of any endpoint', () => {
    for (const to of [
      'efs',
      'sns',
      'sts',
      'ecr',
      'secretsmanager',
      'com.amazonaws.eu-west-1.sqs',
      's3',
      ...awsServices,
    ]) {
      expect(`${to}: ${complaints(`expected:\n  - { to: ${to}, owner: a, reason: b }\n`)}`).toBe(`${to}: `);
    }
  });

  test('does not grow without bound', () => {
    const lines = Array.from(
      { length: 9 },
      (_, index) => `  x${index + 1}: &a${index + 1} [${Array(9).fill(`*a${index}`)}]`,
    );
    expect(complaints(`sources: &a0 [x]\nworkloads:\n${lines.join('\n')}\n`)).toMatch(
      /workspace-yaml: Excessive alias count/,
    );
  });
});

describe('the example', () => {
  test('is read without complaint', () => {
    const workspace = read(exampleWorkspace());
    expect(workspace.diagnostics).toEqual([]);
    const { text: _, ...meaning } = workspace;
    const { text: __, ...empty } = read('');
    expect(meaning).toEqual(empty);
  });

  test('is read without complaint with every choice taken', () => {
    // Takes the hash away, and nothing else, from each line that is not a sentence.
    const text = exampleWorkspace().replaceAll(
      /^( *)# ?( *(?:- )?[\w-]+:.*| *- .*)$/gm,
      (line, indent, rest) => (/^(sluice\.yaml|AWS's list)/.test(rest) ? line : `${indent}${rest}`),
    );
    const workspace = read(text);
    expect(workspace.diagnostics).toEqual([]);
    expect(workspace.expected.map((each) => each.label)).toEqual(['S3 tcp 443', 'card processor']);
    expect(workspace.vpcCidrs).toEqual(['10.0.0.0/16']);
    expect(workspace.scenarios.length).toBe(1);
    expect([...workspace.portClasses.keys()]).toEqual(['artifacts', 'mining']);
    expect(workspace.ipRanges).toBe('/w/ip-ranges.json');
    expect([workspace.sources, workspace.inventory]).toEqual([['/w/logs'], ['/w/inventory']]);
    expect(workspace.workloads.names).toEqual({ 'sg-0123456789abcdef0': 'checkout' });
  });
});

describe('a workspace', () => {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'sluice-workspace-'));
    await mkdir(join(root, 'a/b/c'), { recursive: true });
    await mkdir(join(root, 'misnamed'));
    await writeFile(join(root, 'a/sluice.yaml'), 'vpcCidrs: [10.0.0.0/16]\n');
    await writeFile(join(root, 'misnamed/sluice.yml'), '{}\n');
  });
  afterAll(() => rm(root, { recursive: true }));

  test('is found from below, and not from above', async () => {
    expect(await findWorkspace(join(root, 'a/b/c'))).toBe(join(root, 'a/sluice.yaml'));
    expect(await findWorkspace(root)).toBeUndefined();
    expect(await loadWorkspace(root)).toBeUndefined();
    expect(await loadWorkspace(join(root, 'a/b'))).toMatchObject({
      folder: join(root, 'a'),
      vpcCidrs: ['10.0.0.0/16'],
    });
  });

  test('with another ending is not passed over', async () => {
    await expect(findWorkspace(join(root, 'misnamed'))).rejects.toMatchObject({
      help: 'name it sluice.yaml',
    });
  });
});

describe('--vpc-cidr', () => {
  test('takes several blocks', () => {
    expect(parseVpcCidrs(['10.0.0.0/16, 10.1.0.0/16', '10.0.0.0/16', '2a05::/32'], '--vpc-cidr')).toEqual([
      '10.0.0.0/16',
      '10.1.0.0/16',
      '2a05::/32',
    ]);
  });

  test.each(['10.0.0.0', '10.0.0.0/33', '', '0.0.0.0/0', 'ten'])('refuses `%s`', (value) => {
    expect(() => parseVpcCidrs([value], '--vpc-cidr')).toThrow(DiagnosticError);
  });
});
