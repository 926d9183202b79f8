import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const tcpResets: Question = {
  name: 'tcp-resets',
  title: 'Who resets connections',
  doc: 'Sources and ports that sent RST: a service that refuses, or a connection that was cut.',
  group: 'refused',
  over: 'records',
  fields: ['tcp-flags'],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT srcaddr, srcport, count(DISTINCT dstaddr) AS peers, count(*) AS records
FROM vpc_flow_logs
WHERE protocol = 6 AND bitwise_and(tcp_flags, 4) = 4
GROUP BY srcaddr, srcport
ORDER BY records DESC, srcaddr, srcport
LIMIT {{limit}}`,
    insights: `filter protocol = 6 and floor(tcpFlags / 4) % 2 = 1
| stats count_distinct(dstAddr) as peers, count(*) as records by srcAddr, srcPort
| sort records desc
| limit {{limit}}`,
  },
};
