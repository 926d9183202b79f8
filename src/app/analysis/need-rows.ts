import type { InterfaceRole } from '../../inventory/index.js';
import {
  type Confidence,
  type EgressNeed,
  type EvidenceClass,
  evidenceRanks,
  type Scope,
  type Status,
} from '../../outbound/index.js';
import type { CellValue } from '../../store/index.js';
import { flag, number, text, textOrNull } from './cells.js';

type Row = Readonly<Record<string, CellValue>>;

const evidenceByRank = new Map<number, EvidenceClass>(
  Object.entries(evidenceRanks).map(([name, rank]) => [rank, name as EvidenceClass]),
);

/** The class of evidence with this number; `unknown` for none. */
export function evidenceOf(value: CellValue | undefined): EvidenceClass | undefined {
  return value === null || value === undefined ? undefined : evidenceByRank.get(number(value));
}

const statuses: readonly Status[] = ['accepted', 'rejected', 'unanswered'];
const confidences: readonly Confidence[] = ['high', 'medium', 'low'];

/** What the notes of a need say. */
export const needNotes = {
  'reply-rejected':
    'The attempt went out and the reply was rejected on its way in: a network ACL blocks the return path.',
  'refused-by-peer':
    'The destination answered with a reset: the network let the attempt through, nothing listens there.',
  'also-rejected': 'Some attempts were rejected and others accepted: a rule changed, or several rules apply.',
  'answer-only': 'Only the answers were recorded; the opening packets fall outside of the records.',
  'client-unknown':
    'Logged at the NAT gateway only: which client behind it opened the connection is not known.',
  'source-not-logged':
    'The interface of the source was not logged; the row rests on the records of another interface.',
  'one-way': 'Nothing came back. UDP and other protocols without a handshake may need no answer.',
  'port-unknown': 'The records carry no port, as fragments do: no rule follows from this row.',
  'type-not-logged': 'Flow logs carry no ICMP type and code.',
  'low-confidence': 'Who opened the connection rests on weak evidence; check before it becomes a rule.',
} as const;

/** One row of the outbound inventory. */
export function needOf(row: Row): EgressNeed {
  const iface = text(row.iface);
  return {
    interfaceId: iface.startsWith('eni-') ? iface : null,
    role: text(row.role) as InterfaceRole,
    workload: text(row.workload),
    sourceAddress: text(row.source),
    destinationAddress: text(row.destination),
    protocol: number(row.protocol),
    port: number(row.port),
    status: statuses[number(row.status) - 1] ?? 'unanswered',
    connections: number(row.connections),
    accepted: number(row.accepted),
    rejected: number(row.rejected),
    unanswered: number(row.unanswered),
    records: number(row.records),
    bytesOut: number(row.bytes_out),
    bytesIn: number(row.bytes_in),
    packetsOut: number(row.packets_out),
    packetsIn: number(row.packets_in),
    firstSeen: number(row.first_seen),
    lastSeen: number(row.last_seen),
    portClass: textOrNull(row.port_class),
    scope: text(row.scope) as Scope,
    scopeDetail: textOrNull(row.scope_detail),
    path: text(row.path),
    pathDetail: textOrNull(row.path_detail),
    expected: flag(row.expected),
    expectedBy: textOrNull(row.expected_by),
    confidence: confidences[number(row.confidence) - 1] ?? 'low',
    evidence: evidenceOf(row.evidence) ?? 'f',
    vantage: text(row.vantage) as EgressNeed['vantage'],
    notes: notesOf(row),
  };
}

function notesOf(row: Row): (keyof typeof needNotes)[] {
  const protocol = number(row.protocol);
  const vantage = text(row.vantage);
  const notes: [keyof typeof needNotes, boolean][] = [
    ['reply-rejected', flag(row.reply_rejected)],
    ['refused-by-peer', flag(row.refused)],
    ['also-rejected', number(row.accepted) > 0 && number(row.rejected) > 0],
    ['answer-only', flag(row.answer_only)],
    ['client-unknown', vantage === 'nat-gateway' && flag(row.gateway_itself)],
    ['source-not-logged', vantage !== 'interface' && !flag(row.gateway_itself)],
    ['one-way', number(row.unanswered) > 0 && protocol !== 6],
    ['port-unknown', (protocol === 6 || protocol === 17) && number(row.port) === 0],
    ['type-not-logged', protocol === 1 || protocol === 58],
    ['low-confidence', number(row.confidence) === 3],
  ];
  return notes.filter(([, holds]) => holds).map(([note]) => note);
}
