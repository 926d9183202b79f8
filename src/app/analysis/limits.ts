import { type FlowFieldName, flowFields } from '../../flow/index.js';
import type { Inventory } from '../../inventory/index.js';
import type { Coverage, MissingField } from '../../outbound/index.js';
import type { LakeContents } from '../../store/index.js';
import type { Prepared } from './inputs.js';

/** What the analysis loses with each field; the fields that nothing is lost without are not listed. */
const costs: readonly (readonly [field: FlowFieldName, cost: string])[] = [
  ['tcpFlags', 'Who opened a connection is told by NAT legs, routes and ports instead of by its SYN.'],
  ['pktSrcAddr', 'Sources behind secondary addresses and NAT gateways cannot be told apart.'],
  ['pktDstAddr', 'Records of a NAT gateway do not name the destination of its clients.'],
  ['flowDirection', 'The own side of a record follows from the interface’s address.'],
  ['pktDstAwsService', 'AWS services are told by prefix lists or ip-ranges.json only.'],
  ['trafficPath', 'The path out follows from the route tables as they were described.'],
  ['rejectReason', 'A reject by VPC Block Public Access looks like any other.'],
  ['action', 'Rejected and accepted traffic cannot be told apart; everything counts as accepted.'],
  ['logStatus', 'Gaps (SKIPDATA) and silence (NODATA) are not in the records.'],
  ['interfaceId', 'Records cannot be given to an interface; both sides of the VPC blur.'],
  ['protocol', 'Protocols are not known; ports are read as if the protocol had some.'],
  ['srcPort', 'Conversations cannot be told apart by their source port.'],
  ['dstPort', 'Destination ports are not known; no rule can follow.'],
];

/** Each field that matters, by its name in `LogFormat`, with what is lost without it. */
export function fieldCosts(): (readonly [field: string, cost: string])[] {
  return costs.map(([field, cost]) => [flowFields[field].log, cost]);
}

/** Fields that some of the records lack, with what that costs. */
export function missingFieldsOf(contents: LakeContents): MissingField[] {
  const shares = new Map(contents.fields.map((each) => [each.field, each.share]));
  return costs
    .map(([field, cost]) => ({ field: flowFields[field].log, share: 1 - (shares.get(field) ?? 0), cost }))
    .filter((each) => each.share > 0.000_001);
}

type Facts = Omit<Coverage, 'limits'>;

/** Sentences that limit every conclusion, most important first. */
export function limitsOf(
  facts: Facts,
  slotSeconds: number,
  prepared: Prepared,
  inventory: Inventory,
): string[] {
  return [
    ...volumeLimits(facts),
    ...prepared.limits,
    ...gapLimits(facts, slotSeconds),
    ...sourceLimits(facts, prepared, inventory),
    ...windowLimits(facts),
    'Traffic to the Amazon DNS server, instance metadata, the Amazon Time Sync Service, DHCP and Windows activation is never in flow logs; its absence here says nothing.',
  ];
}

function volumeLimits({ accepts, rejects }: Facts): string[] {
  if (accepts + rejects === 0) return ['The logs hold no traffic at all.'];
  if (accepts === 0)
    return [
      'The logs hold rejected traffic only (a REJECT flow log): what is needed cannot follow from them.',
    ];
  if (rejects === 0) {
    return [
      'The logs hold no rejected record. If the flow log is ACCEPT only, needs that are blocked today are missing here.',
    ];
  }
  return [];
}

function gapLimits({ interfaces, unloggedInterfaces }: Facts, slotSeconds: number): string[] {
  const withGaps = interfaces.filter((each) => each.gapSeconds > 0);
  const withAbsence = interfaces.filter((each) => each.absentSeconds > slotSeconds);
  const limits: string[] = [];
  if (withGaps.length > 0) {
    const total = withGaps.reduce((sum, each) => sum + each.gapSeconds, 0);
    limits.push(
      `Records were lost (SKIPDATA) on ${withGaps.length} of ${interfacesWords(interfaces.length)}, ${inWords(total)} in all: what they carried then is not known.`,
    );
  }
  if (withAbsence.length > 0) {
    limits.push(
      `Of ${interfacesWords(interfaces.length)}, ${withAbsence.length} ${withAbsence.length === 1 ? 'has' : 'have'} spans without any line, not even NODATA: not logged, delivered late, or files that are missing here.`,
    );
  }
  if (unloggedInterfaces.length > 0) {
    limits.push(
      `${interfacesWords(unloggedInterfaces.length)} of the inventory without any line: ${unloggedInterfaces.slice(0, 5).join(', ')}${unloggedInterfaces.length > 5 ? ', …' : ''}.`,
    );
  }
  return limits;
}

function sourceLimits({ unknownInterfaces }: Facts, prepared: Prepared, inventory: Inventory): string[] {
  const limits: string[] = [];
  const { interfaces: doubly, leftOut } = prepared.once;
  if (leftOut > 0) {
    limits.push(
      `Several flow logs record ${interfacesWords(doubly.length)}: for each ten minutes the one with the most fields counts, and ${leftOut} records of the others are left out.`,
    );
  }
  if (inventory.interfaces.length === 0) {
    limits.push(
      'No inventory of the VPC was given: owners, routes and security groups are not known. `sluice inventory commands` prints how to get it.',
    );
  } else if (unknownInterfaces.length > 0) {
    limits.push(
      `${interfacesWords(unknownInterfaces.length)} in the logs and not in the inventory (ended since, or of another VPC): ${unknownInterfaces.slice(0, 5).join(', ')}${unknownInterfaces.length > 5 ? ', …' : ''}.`,
    );
  }
  if (prepared.ownPrefixesSource === 'inferred') {
    limits.push(
      `The VPC’s own prefixes are inferred from its interfaces’ addresses: ${prepared.inputs.ownPrefixes.join(', ') || 'none found'}. Give them with --vpc-cidr.`,
    );
  }
  return limits;
}

function windowLimits({ window }: Facts): string[] {
  const seconds = window.to - window.from;
  if (seconds >= 28 * 86_400) return [];
  return [
    `The window is ${inWords(seconds)} long: jobs that run less often than that, and paths not exercised in it, are not in this list.`,
  ];
}

function interfacesWords(count: number): string {
  return count === 1 ? '1 interface' : `${count} interfaces`;
}

function inWords(seconds: number): string {
  if (seconds >= 48 * 3600) return `${(seconds / 86_400).toFixed(1)} days`;
  if (seconds >= 7200) return `${(seconds / 3600).toFixed(1)} hours`;
  const minutes = Math.round(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
