import type { LineAccount } from '../../../ingest/index.js';
import type { EvidenceClass, EvidenceShare } from '../../../outbound/index.js';
import { formatCount, formatTime } from '../format.js';
import type { Section } from '../report.js';
import { tableOf, type Value } from '../table.js';
import { windowWords } from './coverage.js';
import { commandLine, type SectionInput, section } from './section.js';

/** What was looked at, with what. */
export function scope(input: SectionInput): Section {
  const { analysis } = input;
  const { window } = analysis.coverage;
  const rows: [string, Value][] = [
    ['Window', windowWords(window.from, window.to)],
    ['Read from', input.sources.join(', ')],
    ['Inventory', input.inventorySource ?? 'none'],
    ["The VPC's own addresses", `${analysis.ownPrefixes.join(', ')} (${analysis.ownPrefixesSource})`],
    ['Records with traffic', formatCount(analysis.totals.records)],
    [
      'ACCEPT / REJECT',
      `${formatCount(analysis.coverage.accepts)} / ${formatCount(analysis.coverage.rejects)}`,
    ],
    ['Made by', `sluice ${input.version}`],
  ];
  const { account } = input;
  if (account !== null) {
    rows.push(['Lines read', accountWords(account)]);
  }
  const table = tableOf(
    [
      { key: 'what', title: 'What', kind: 'text', of: (row: [string, Value]) => row[0] },
      { key: 'value', title: 'Value', kind: 'text', of: (row) => row[1] },
    ],
    rows,
  );
  return section('scope', 'Scope', { tables: [{ caption: '', table }] });
}

/** The account in a sentence that adds up. */
export function accountWords(account: LineAccount): string {
  const parts = [
    [account.records, 'records'],
    [account.nodata, 'NODATA'],
    [account.skipdata, 'SKIPDATA'],
    [account.duplicates, 'duplicates'],
    [account.rejected, 'rejected'],
  ] as const;
  const sum = parts.map(([count, words]) => `${formatCount(count)} ${words}`).join(' + ');
  return `${formatCount(account.lines)} = ${sum}; ${formatCount(account.headers)} header lines apart`;
}

/** Each class of evidence in words; `explain` prints the same. */
export const evidenceWords: Record<EvidenceClass | 'unknown', string> = {
  a1: 'the other side answered with SYN-ACK',
  a2: 'this side sent the SYN',
  b: 'the flags of the reverse record say so',
  b2: 'a NAT gateway carried it, and that forwards nothing opened outside',
  b3: 'nothing on the internet can reach this interface',
  c: 'known from an earlier interval of the same conversation',
  d: 'only one side ever sent',
  e: 'the ports: one side uses a port that services listen on',
  f: 'who was seen first; times are up to 60 s off',
  unknown: 'not decided',
};

/** How the numbers were made, and how sure they are. */
export function method(input: SectionInput): Section {
  const table = tableOf(
    [
      { key: 'evidence', title: 'Class', kind: 'text', weight: 9, of: (row: EvidenceShare) => row.evidence },
      {
        key: 'words',
        title: 'Initiator known because',
        kind: 'text',
        weight: 8,
        of: (row) => evidenceWords[row.evidence],
      },
      { key: 'direction', title: 'Direction', kind: 'text', weight: 7, of: (row) => row.direction },
      { key: 'connections', title: 'Conns', kind: 'count', weight: 8, of: (row) => row.connections },
      { key: 'bytes', title: 'Bytes', kind: 'bytes', weight: 6, of: (row) => row.bytes },
    ],
    input.analysis.evidence,
  );
  return section('method', 'Method', {
    points: [
      'A conversation is the records of both directions of one five-tuple on one interface, stitched over aggregation intervals. Who opened it is decided by the first evidence that answers; replies are never counted as outbound.',
      'Each connection is counted at one place: the interface of its workload, else a load balancer or endpoint, else the NAT gateway.',
      'Sizes are decimal: 1 kB is 1,000 bytes, 1 MB is 1,000 kB. Times are UTC, and flow logs give them up to 60 s off.',
    ],
    tables: input.analysis.evidence.length === 0 ? [] : [{ caption: 'What the decisions rest on', table }],
  });
}

/** What no flow log shows, and what this one leaves open. Source: VPC User Guide, "Flow log limitations". */
export function unknowns(input: SectionInput): Section {
  const { totals, coverage } = input.analysis;
  const points = [
    'Flow logs never record: DNS queries to the Amazon resolver, instance metadata (169.254.169.254), the Amazon time service (169.254.169.123), DHCP, Windows licence activation, traffic to the reserved address of the VPC router, mirrored traffic, and traffic between an endpoint interface and a Network Load Balancer. Their absence here is no proof that they are not needed.',
    'A port says which service is usual there, not which one ran. Domain names are not in flow logs.',
    `What did not run between ${formatTime(coverage.window.from)} and ${formatTime(coverage.window.to)} is not here: monthly jobs, failover, certificate renewal.`,
  ];
  if (totals.unorientedRecords > 0) {
    points.push(
      `In ${formatCount(totals.unorientedRecords)} records neither side could be told to be the interface's own; they are in no list.`,
    );
  }
  return section('unknowns', 'What stays unknown', { points });
}

/** How to make this document again, and how to look closer. */
export function appendix(input: SectionInput): Section {
  return section('appendix', 'Look closer', {
    commands: [
      commandLine(input, 'outbound --by source --format csv > outbound.csv'),
      commandLine(input, 'explain ID'),
      commandLine(input, 'coverage'),
      commandLine(
        input,
        `query "SELECT dstaddr, dstport, sum(bytes) AS bytes FROM vpc_flow_logs WHERE log_status = 'OK' GROUP BY 1, 2 ORDER BY bytes DESC LIMIT 20"`,
      ),
    ],
  });
}
