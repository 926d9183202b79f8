import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const unansweredSyns: Question = {
  name: 'unanswered-syns',
  title: 'Five-tuples with SYN and nothing else',
  doc: 'Records whose flags are SYN alone: the handshake did not get further in that interval. Flags of one record cover one aggregation interval.',
  group: 'refused',
  over: 'records',
  fields: ['tcp-flags'],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT srcaddr, dstaddr, dstport, action, count(*) AS records, sum(packets) AS packets
FROM vpc_flow_logs
WHERE protocol = 6 AND tcp_flags = 2
GROUP BY srcaddr, dstaddr, dstport, action
ORDER BY records DESC, srcaddr, dstaddr, dstport, action
LIMIT {{limit}}`,
    insights: `filter protocol = 6 and tcpFlags = 2
| stats count(*) as records, sum(packets) as packets by srcAddr, dstAddr, dstPort, action
| sort records desc
| limit {{limit}}`,
  },
};
