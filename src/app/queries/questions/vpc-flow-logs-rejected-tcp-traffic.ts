import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const vpcFlowLogsRejectedTCPTraffic: Question = {
  name: 'VpcFlowLogsRejectedTCPTraffic',
  title: 'Rejected TCP',
  doc: 'Rejected TCP of both directions by source, destination and port. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT srcaddr, dstaddr, dstport, count(*) AS records, sum(packets) AS packets
FROM vpc_flow_logs
WHERE protocol = 6 AND action = 'REJECT'
GROUP BY srcaddr, dstaddr, dstport
ORDER BY records DESC, srcaddr, dstaddr, dstport
LIMIT {{limit}}`,
    insights: `filter protocol = 6 and action = 'REJECT'
| stats count(*) as records, sum(packets) as packets by srcAddr, dstAddr, dstPort
| sort records desc
| limit {{limit}}`,
  },
};
