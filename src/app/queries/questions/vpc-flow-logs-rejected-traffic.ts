import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const vpcFlowLogsRejectedTraffic: Question = {
  name: 'VpcFlowLogsRejectedTraffic',
  title: 'Everything that was rejected',
  doc: 'Rejected traffic of both directions by source, destination, port and protocol. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT srcaddr, dstaddr, dstport, protocol, count(*) AS records, sum(packets) AS packets
FROM vpc_flow_logs
WHERE action = 'REJECT'
GROUP BY srcaddr, dstaddr, dstport, protocol
ORDER BY records DESC, srcaddr, dstaddr, dstport, protocol
LIMIT {{limit}}`,
    insights: `filter action = 'REJECT'
| stats count(*) as records, sum(packets) as packets by srcAddr, dstAddr, dstPort, protocol
| sort records desc
| limit {{limit}}`,
  },
};
