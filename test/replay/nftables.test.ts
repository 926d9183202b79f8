import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describedLayers } from '../../src/app/replay/existing.js';
import { judge } from '../../src/replay/index.js';
import { readDocuments } from '../fixtures/vpc.js';
import { flowOf, originOf } from './flows.js';
import { buildNetwork, loadRules, probe, whyNot } from './namespaces.js';
import { nftRules } from './nft-rules.js';
import { aclEntries, type Connection, describeVpc, type Permission, securityGroups } from './universe.js';

const reason = whyNot();
const clients = [
  ['eni-1', '10.0.0.4'],
  ['eni-2', '10.0.0.5'],
] as const;
const servers = ['10.0.0.20', '10.1.0.1', '198.51.100.7', '198.51.100.8'];
const ports = [22, 53, 443, 444, 40_000];
/** Classes of client ports that the random entries tell apart; each connection takes the next port of one. */
const classes = [2_000, 33_000, 41_000];
let taken = 0;

/** Every client, server, protocol and port once, with client ports of all classes. */
function connections(): Connection[] {
  return clients.flatMap(([iface, source]) =>
    servers.flatMap((destination, index) =>
      [6, 17].flatMap((protocol) =>
        ports.map((port, at) => ({
          ...{ iface, source, destination, protocol, port, answered: true },
          clientPort: (classes[(index + at) % classes.length] ?? 0) + taken++,
          scope: 'internet' as const,
        })),
      ),
    ),
  );
}

/** Groups and lists whose members are known, so that every connection has one end. */
function known(permissions: readonly Permission[]): Permission[] {
  return permissions.map((each) => ({
    ...each,
    UserIdGroupPairs: each.UserIdGroupPairs.filter(({ GroupId }) => GroupId !== 'sg-9'),
    PrefixListIds: each.PrefixListIds.filter(({ PrefixListId }) => PrefixListId === 'pl-1'),
  }));
}

/** An answer that is late on a busy machine is none; such connections are tried once more, from other ports. */
function patiently(tried: readonly Connection[], told: readonly string[]): string[] {
  const found = probe(tried);
  const late = found.flatMap((answer, at) => (answer !== 'yes' && told[at] === 'yes' ? [at] : []));
  if (late.length === 0) return found;
  const again = late.flatMap((at) => {
    const each = tried[at];
    return each === undefined ? [] : [{ ...each, clientPort: each.clientPort + 4_000 }];
  });
  for (const [index, answer] of probe(again).entries()) found[late[index] ?? 0] = answer;
  return found;
}

if (reason !== undefined) {
  test.skip(`real connections through nftables are skipped: ${reason}`, () => undefined);
}

describe.skipIf(reason !== undefined)('real connections through the same rules in nftables', () => {
  let takeDown: () => void = () => undefined;
  beforeAll(async () => {
    takeDown = await buildNetwork(
      clients.map(([, address]) => address),
      servers,
      ports,
    );
  });
  afterAll(() => takeDown());

  test('get an answer when no rule stands in their way', () => {
    loadRules('table ip replay { }');
    const tried = connections();
    expect(probe(tried)).toEqual(tried.map(() => 'yes'));
  });

  test('end as a replay says', { timeout: 120_000 }, () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(securityGroups, aclEntries, fc.boolean(), (drawn, entries, open) => {
        const groups = drawn.map(known);
        // With random entries alone hardly anything comes back: half of the runs let everything in.
        const all = { RuleNumber: 41, Protocol: '-1', RuleAction: 'allow', CidrBlock: '0.0.0.0/0' };
        const acl = open ? [...entries, { ...all, Egress: true }, { ...all, Egress: false }] : entries;
        const reading = readDocuments(...describeVpc(groups, acl));
        const layers = describedLayers(reading, reading.inventory);
        loadRules(nftRules(groups, acl));
        const tried = connections();
        const told = tried.map((each) =>
          judge(layers, flowOf(each), originOf(each)).kind === 'passes' ? 'yes' : 'no',
        );
        for (const each of told) ends.add(each);
        expect(patiently(tried, told)).toEqual(told);
      }),
      { numRuns: 20, endOnFailure: true },
    );
    expect(ends).toEqual(new Set(['yes', 'no']));
  });
});
