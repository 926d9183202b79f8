import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const vpcFlowLogsAcceptedTraffic: Question = {
  name: 'VpcFlowLogsAcceptedTraffic',
  title: 'TCP traffic that security groups and network ACLs let through',
  doc: 'Accepted TCP by source, destination and port. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT srcaddr, dstaddr, dstport, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE protocol = 6 AND action = 'ACCEPT'
GROUP BY srcaddr, dstaddr, dstport
ORDER BY total_bytes DESC, srcaddr, dstaddr, dstport
LIMIT {{limit}}`,
    insights: `filter protocol = 6 and action = 'ACCEPT'
| stats sum(bytes) as total_bytes by srcAddr, dstAddr, dstPort
| sort total_bytes desc
| limit {{limit}}`,
  },
};
