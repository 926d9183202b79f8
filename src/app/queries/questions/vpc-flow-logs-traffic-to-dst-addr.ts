import type { Question } from '../question.js';
import { address, limit } from './shared-parameters.js';

export const vpcFlowLogsTrafficToDstAddr: Question = {
  name: 'VpcFlowLogsTrafficToDstAddr',
  title: 'Traffic to one destination address',
  doc: 'What was sent to one address, by source, port, protocol and action. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [address('The destination.'), limit('50')],
  texts: {
    athena: `SELECT srcaddr, dstport, protocol, action, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE dstaddr = '{{address}}'
GROUP BY srcaddr, dstport, protocol, action
ORDER BY total_bytes DESC, srcaddr, dstport, protocol, action
LIMIT {{limit}}`,
    insights: `filter dstAddr = '{{address}}'
| stats sum(bytes) as total_bytes by srcAddr, dstPort, protocol, action
| sort total_bytes desc
| limit {{limit}}`,
  },
};
