import type { Question } from '../question.js';

export const unansweredConnections: Question = {
  name: 'unanswered-connections',
  title: 'Connections from inside that nobody answered',
  doc: 'Let out by security group and network ACL, and nothing came back: a firewall further on, a dead peer, or a protocol that needs no answer.',
  group: 'refused',
  over: 'unanswered',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT interface_id, srcaddr, dstaddr, dstport, protocol, count(*) AS conversations, CAST(from_unixtime(min(start)) AS timestamp) AS first_seen, CAST(from_unixtime(max("end")) AS timestamp) AS last_seen
FROM unanswered
GROUP BY interface_id, srcaddr, dstaddr, dstport, protocol
ORDER BY conversations DESC, interface_id, srcaddr, dstaddr, dstport, protocol`,
    insights: `stats count(*) as conversations, fromMillis(min(start) * 1000) as first_seen, fromMillis(max(end) * 1000) as last_seen by interfaceId, srcAddr, dstAddr, dstPort, protocol
| sort conversations desc`,
  },
};
