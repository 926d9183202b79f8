import type { Prefix } from '../../net/index.js';
import type { EgressRule, WorkloadPolicy } from '../../policy/index.js';
import { hyphenName, uniqueNames } from '../names.js';
import type { Refusal } from '../types.js';
import type { FirewallDraft } from './draft.js';
import { nameProtocol } from './name-protocol.js';

/**
 * One domain list for each workload and protocol: a list speaks for all of `HOME_NET`, so each group sets that to the
 * addresses of its workload (Network Firewall Developer Guide, domain lists). Rules about addresses are refused.
 */
export function domainGroups(
  workloads: readonly WorkloadPolicy[],
  ownPrefixes: readonly Prefix[],
): { drafts: FirewallDraft[]; refusals: Refusal[] } {
  const names = uniqueNames(
    workloads.map(({ place }) => place.workload),
    hyphenName,
  );
  const refusals = workloads.flatMap(({ place, rules }) =>
    rules.filter((rule) => domainOf(rule) === undefined).map((rule) => refusalOf(place.workload, rule)),
  );
  const drafts = workloads.flatMap(({ place, rules }) =>
    (['tls', 'http'] as const).flatMap((by): FirewallDraft[] => {
      const own = rules.filter((rule) => domainOf(rule) !== undefined && nameProtocol(rule) === by);
      if (own.length === 0) return [];
      const targets = own.flatMap((rule) => domainOf(rule) ?? []).sort();
      const sets = new Map([['HOME_NET', place.addresses.length > 0 ? place.addresses : ownPrefixes]]);
      return [
        {
          name: `sluice-${names.get(place.workload) ?? ''}-${by}`,
          sets,
          content: {
            kind: 'domains',
            workload: place.workload,
            type: by === 'tls' ? 'TLS_SNI' : 'HTTP_HOST',
            targets,
            rules: own,
          },
        },
      ];
    }),
  );
  return { drafts, refusals };
}

function domainOf(rule: EgressRule): string | undefined {
  return rule.peer.kind === 'domain' && nameProtocol(rule) !== undefined ? rule.peer.name : undefined;
}

function refusalOf(workload: string, rule: EgressRule): Refusal {
  return {
    code: 'not-a-domain',
    workload,
    rule: rule.id,
    reason:
      rule.peer.kind === 'domain'
        ? 'a domain list speaks of TLS on tcp/443 and HTTP on tcp/80 only'
        : 'a domain list holds names and no addresses',
    remedy: 'use --firewall-rules suricata, which holds both',
  };
}
