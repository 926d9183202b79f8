import type { Diagnostic } from '../../base/index.js';
import { formatPortRange, protocolName } from '../../net/index.js';
import type { Ruling } from '../types.js';
import type { Choice, Quota } from './budget.js';
import type { Reference, ReferenceFault } from './references.js';
import { peerText } from './rule-id.js';
import { families, type Traffic } from './traffic.js';
import { weightOf } from './weights.js';

/** Rules of a security group in one direction (VPC User Guide, "Amazon VPC quotas"). */
const usualQuota = 60;

/** Most rules of a security group × groups of an interface (VPC User Guide, "Amazon VPC quotas"). */
const rulesPerInterface = 1000;

/** Lines that allow something of which the inventory knows nothing: no rule can come of them. */
export function nothingKnown({ rulings, workload }: Traffic): Diagnostic[] {
  return rulings
    .filter((ruling) => ruling.decision === 'allow' && ruling.peers.length === 0)
    .map((ruling) => ({
      code: 'policy-unknown-peer',
      severity: 'warning',
      source: sourceOf(ruling),
      message: `No address is known of the destination of \`${ruling.decidedBy.text}\`; \`${workload}\` gets rules for what was seen of it only.`,
      help: 'give an inventory that describes it, or --ip-ranges for a service, or write a CIDR block',
    }));
}

/** Holes that rules cannot have, because a security group knows no deny. */
export function holeFaults(traffic: Traffic, faults: readonly ReferenceFault[]): Diagnostic[] {
  const found = faults.map((fault) => faultOf(traffic, fault));
  for (const { profile, pieces } of families.flatMap((family) => traffic.zones[family])) {
    if (!profile.restAllowed || profile.everything) continue;
    const around = allowingEverything(traffic).filter((ruling) =>
      ruling.peers.some((peer) => traffic.membersOf(peer)?.some((each) => each.family === pieces[0]?.family)),
    );
    const [protocol = 0] = profile.exceptions;
    const [ruling] = around;
    if (ruling !== undefined) found.push(everyProtocol(traffic, ruling, protocolName(protocol)));
    break;
  }
  return found;
}

function allowingEverything({ rulings }: Traffic): Ruling[] {
  return rulings.filter((each) => each.decision === 'allow' && each.protocol === null && each.ports === null);
}

function everyProtocol({ workload }: Traffic, ruling: Ruling, except: string): Diagnostic {
  return {
    code: 'policy-hole-in-every-protocol',
    severity: 'error',
    source: sourceOf(ruling),
    message: `\`${ruling.decidedBy.text}\` allows \`${workload}\` every protocol, but some traffic of \`${except}\` inside it is denied or undecided; 255 rules would have to name the other protocols.`,
    help: 'write one line for each protocol that is wanted, or decide what is inside',
  };
}

function faultOf(traffic: Traffic, { kind, peer }: ReferenceFault): Diagnostic {
  const name = peerText(peer);
  const ruling = traffic.rulings.find(
    (each) => each.decision === 'allow' && each.peers.some((other) => peerText(other) === name),
  );
  if (kind === 'hole-in-every-protocol' && ruling !== undefined)
    return everyProtocol(traffic, ruling, 'one protocol');
  return {
    code: 'policy-hole-in-reference',
    severity: 'error',
    source: ruling === undefined ? `workload ${traffic.workload}` : sourceOf(ruling),
    message: `\`${name}\` is allowed for \`${traffic.workload}\`, but something in it is denied or undecided, and its members are not known: no rule can leave one out.`,
    help: 'give an inventory that describes its members, or decide what is inside, or allow CIDR blocks instead',
  };
}

/** Why the rules do not fit, and what would. */
export function misfit(
  workload: string,
  choice: Exclude<Choice, { kind: 'fits' }>,
  { maxRules, maxExcess }: Quota,
  references: readonly Reference[],
): Diagnostic {
  const source = `workload ${workload}`;
  if (choice.kind === 'too-much-excess') {
    const message = `\`${workload}\` has an excess of ${choice.excess} with ${maxRules} rules, and at most ${maxExcess} is asked for.`;
    const help =
      choice.rules === undefined
        ? 'no number of rules does; --each-port gives every ephemeral port its own rule'
        : `--max-rules ${choice.rules} keeps to it; --trade-off shows what is between`;
    return { code: 'policy-too-much-excess', severity: 'error', source, message, help };
  }
  const { budget } = choice;
  const needed = budget.fewestRules;
  const kinds = new Set(budget.services.map(({ protocol, ports }) => serviceName(protocol, ports))).size;
  const kindWords = `${kinds} ${kinds === 1 ? 'kind' : 'kinds'} of protocol and port`;
  const fixed =
    budget.fixed === 0
      ? ''
      : `, ${budget.fixed} of them for groups and lists${weightWords(budget.family, references)}`;
  const message = `\`${workload}\` needs ${needed} IPv${budget.family} rules at least${fixed}, for ${kindWords} to addresses; ${maxRules} fit.`;
  return { code: 'policy-too-many-rules', severity: 'error', source, message, help: cure(needed, maxRules) };
}

function serviceName(protocol: number | null, ports: { from: number; to: number }): string {
  return `${protocol ?? '*'} ${formatPortRange(ports)}`;
}

function weightWords(family: 4 | 6, references: readonly Reference[]): string {
  const heavy = references.filter(({ peer }) => peer.kind === 'prefix-list' && weightOf(peer, family) > 1);
  const words = heavy.map(({ peer }) => `\`${peerText(peer)}\` counts as ${weightOf(peer, family)}`);
  return words.length === 0 ? '' : ` (${[...new Set(words)].join(', ')})`;
}

function cure(needed: number, maxRules: number): string {
  const groups = Math.ceil(needed / maxRules);
  if (needed <= usualQuota)
    return `--max-rules ${needed}; a security group takes ${usualQuota} unless its quota was changed`;
  if (needed > rulesPerInterface) {
    return `an interface takes ${rulesPerInterface} rules at most, so allow wider blocks or ranges of ports in the ledger`;
  }
  return `--max-rules ${needed} with a raised quota or ${groups} security groups of ${maxRules} rules each; a prefix list saves none, it counts with all its entries`;
}

function sourceOf({ decidedBy }: Ruling): string {
  return `ledger line ${decidedBy.line}`;
}
