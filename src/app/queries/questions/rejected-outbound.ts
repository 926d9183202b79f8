import type { Question } from '../question.js';

export const rejectedOutbound: Question = {
  name: 'rejected-outbound',
  title: 'Connections from inside that were rejected',
  doc: 'Attempts to open a connection, by source and destination, of which none passed. Late packets of closed connections and scans from outside are not among them.',
  group: 'meant',
  over: 'openings',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT interface_id, srcaddr, dstaddr, dstport, protocol, count(*) AS conversations, CAST(from_unixtime(min(start)) AS timestamp) AS first_seen, CAST(from_unixtime(max("end")) AS timestamp) AS last_seen
FROM openings
WHERE action = 'REJECT'
GROUP BY interface_id, srcaddr, dstaddr, dstport, protocol
ORDER BY conversations DESC, interface_id, srcaddr, dstaddr, dstport, protocol`,
    insights: `filter action = 'REJECT'
| stats count(*) as conversations, fromMillis(min(start) * 1000) as first_seen, fromMillis(max(end) * 1000) as last_seen by interfaceId, srcAddr, dstAddr, dstPort, protocol
| sort conversations desc`,
  },
};
