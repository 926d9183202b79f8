import type { Inventory, NetworkInterface, SecurityGroupRule } from '../../inventory/index.js';
import { parseAddress, parsePrefix, prefixContains, protocolName } from '../../net/index.js';
import type { TimeSpan } from '../../outbound/index.js';
import { type Proposal, propose } from '../../policy/index.js';
import type { LedgerNeed } from './needs.js';

/** What proposals look at besides the need. */
export interface ProposalContext {
  readonly inventory: Inventory;
  readonly window: TimeSpan;
  readonly scenariosKnown: number;
}

/** Answers for each need of an analysis. */
export function createProposer({
  inventory,
  window,
  scenariosKnown,
}: ProposalContext): (need: LedgerNeed) => Proposal {
  const admission = createAdmission(inventory);
  return (need) => {
    const { group, facts, scenarios } = need;
    const { connections, accepted, rejected, unanswered, firstSeen, confidence } = group;
    const { scope, portClass, expectedBy } = group.first;
    return propose({
      ...{ facts, scope, portClass, expectedBy, connections, accepted, rejected, unanswered, firstSeen },
      ...{ window, confidence, scenarios, scenariosKnown, admittedBy: admission(need) },
    });
  };
}

/** Says which group of the destination lets the workload in on the port, when one names it: by group, or by a block. */
function createAdmission(inventory: Inventory): (need: LedgerNeed) => string | null {
  const byId = new Map(inventory.interfaces.map((each) => [each.id, each]));
  const byAddress = new Map(
    inventory.interfaces.flatMap((each) => each.addresses.map((text) => [text, each])),
  );
  const inbound = inventory.securityGroupRules.filter((rule) => !rule.egress);
  return ({ group, facts }) => {
    const { first } = group;
    const owner = first.scope === 'own-vpc' ? byAddress.get(first.destinationAddress) : undefined;
    if (owner === undefined) return null;
    const sources = group.needs.flatMap((need) => byId.get(need.interfaceId ?? '') ?? []);
    for (const { id, name } of owner.securityGroups) {
      const rules = inbound.filter((rule) => rule.groupId === id && isFor(rule, facts.protocol, facts.port));
      const admits =
        sources.length > 0 && sources.every((source) => rules.some((rule) => names(rule, source)));
      if (admits)
        return `the security group ${name} lets it in on ${protocolName(facts.protocol)}/${facts.port}`;
    }
    return null;
  };
}

/** A rule for all protocols or most ports says nothing about this one. */
function isFor(rule: SecurityGroupRule, protocol: number, port: number): boolean {
  const narrow = rule.toPort - rule.fromPort < 1024;
  return rule.protocol === protocol && narrow && rule.fromPort <= port && port <= rule.toPort;
}

/** Whether the rule names the source: by one of its groups, or by a block that not everybody is in. */
function names(rule: SecurityGroupRule, source: NetworkInterface): boolean {
  if (source.securityGroups.some((group) => group.id === rule.peer)) return true;
  const block = parsePrefix(rule.peer);
  if (block === undefined || block.length < 8) return false;
  return source.addresses.some((text) => {
    const address = parseAddress(text);
    return address !== undefined && prefixContains(block, address);
  });
}
