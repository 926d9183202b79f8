import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const longLivedConnections: Question = {
  name: 'long-lived-connections',
  title: 'Five-tuples that were seen for long',
  doc: 'From the first to the last second over all records, so that a connection of many records is one row. Ports that are used again count as one.',
  group: 'volume',
  over: 'records',
  fields: [],
  parameters: [
    { name: 'longer_than', type: 'duration', default: '1h', doc: 'Shortest time that is listed.' },
    limit('50'),
  ],
  texts: {
    athena: `SELECT interface_id, srcaddr, srcport, dstaddr, dstport, protocol, max("end") - min(start) AS seconds, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE log_status = 'OK' AND action = 'ACCEPT'
GROUP BY interface_id, srcaddr, srcport, dstaddr, dstport, protocol
HAVING max("end") - min(start) >= {{longer_than}}
ORDER BY seconds DESC, interface_id, srcaddr, srcport, dstaddr, dstport, protocol
LIMIT {{limit}}`,
    insights: `filter logStatus = 'OK' and action = 'ACCEPT'
| stats max(end) - min(start) as seconds, sum(bytes) as total_bytes by interfaceId, srcAddr, srcPort, dstAddr, dstPort, protocol
| filter seconds >= {{longer_than}}
| sort seconds desc
| limit {{limit}}`,
  },
};
