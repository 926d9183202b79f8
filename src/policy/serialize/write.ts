import { assertNever } from '../../base/index.js';
import { formatPortRange, formatPrefix, protocolName } from '../../net/index.js';
import type { EgressPolicy, EgressRule, Peer, WorkloadPlace, WorkloadPolicy } from '../types.js';
import { type Json, layOut } from './lay-out.js';

/** Rises when a name or a meaning changes; a new member does not raise it. */
export const policySchemaVersion = 1;
export const policyKind = 'egress-policy';

type PrefixListPeer = Extract<Peer, { kind: 'prefix-list' }>;

/**
 * A policy as the text of `policy/egress.json`, in the order in which it was derived. Amounts that may pass 2^53 are
 * decimal text. Of a line of the ledger it keeps what it says and not its number, which changes with every other line.
 * `readPolicy` reads it again.
 */
export function writePolicy(policy: EgressPolicy): string {
  return layOut({
    schemaVersion: policySchemaVersion,
    kind: policyKind,
    window: { from: timeText(policy.window.from), to: timeText(policy.window.to) },
    ownPrefixes: policy.ownPrefixes.map(formatPrefix),
    workloads: policy.workloads.map(workloadJson),
    ...listsJson(policy),
    ...(policy.unexpressed === undefined
      ? {}
      : {
          unexpressed: policy.unexpressed.map(({ need, workload, reason }) => ({ need, workload, reason })),
        }),
  });
}

function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function workloadJson({ place, rules, excess }: WorkloadPolicy): Json {
  return { ...placeJson(place), excess: String(excess), rules: rules.map(ruleJson) };
}

function placeJson({ workload, vpcId, securityGroups, subnets, addresses }: WorkloadPlace) {
  return {
    workload,
    vpcId,
    securityGroups: securityGroups.map(({ id, name }) => ({ id, name })),
    subnets: subnets.map(({ id, prefixes }) => ({ id, prefixes: prefixes.map(formatPrefix) })),
    addresses: addresses.map(formatPrefix),
  };
}

function ruleJson(rule: EgressRule): Json {
  const { id, peer, protocol, ports, needs, decidedBy, excess, referenceExcess, marks } = rule;
  return {
    id,
    peer: peerJson(peer),
    protocol: protocol === null ? '*' : protocolName(protocol),
    ports: ports === null ? '*' : formatPortRange(ports),
    excess: String(excess),
    ...(referenceExcess === undefined
      ? {}
      : { referenceExcess: referenceExcess === null ? null : String(referenceExcess) }),
    marks,
    needs,
    decidedBy: decidedBy.map(({ text }) => text),
  };
}

function peerJson(peer: Peer): Json {
  switch (peer.kind) {
    case 'prefix':
      return { prefix: formatPrefix(peer.prefix) };
    case 'security-group':
      return { securityGroup: peer.id, name: peer.name };
    case 'prefix-list':
      return { prefixList: peer.id };
    case 'domain':
      return { domain: peer.name };
    default:
      return assertNever(peer);
  }
}

/** Each prefix list once, whatever the number of its rules. */
function listsJson({ workloads }: EgressPolicy): { readonly [name: string]: Json } {
  const lists = new Map<string, PrefixListPeer>();
  for (const { peer } of workloads.flatMap(({ rules }) => rules)) {
    if (peer.kind === 'prefix-list') lists.set(peer.id, peer);
  }
  if (lists.size === 0) return {};
  return {
    prefixLists: [...lists.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, name, weight, prefixes }) => ({
        id,
        name,
        weight,
        prefixes: prefixes === null ? null : prefixes.map(formatPrefix),
      })),
  };
}
