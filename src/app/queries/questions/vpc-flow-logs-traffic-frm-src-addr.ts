import type { Question } from '../question.js';
import { address, limit } from './shared-parameters.js';

export const vpcFlowLogsTrafficFrmSrcAddr: Question = {
  name: 'VpcFlowLogsTrafficFrmSrcAddr',
  title: 'Traffic of one source address',
  doc: 'What one address sent, by destination, port, protocol and action. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [address('The source.'), limit('50')],
  texts: {
    athena: `SELECT dstaddr, dstport, protocol, action, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE srcaddr = '{{address}}'
GROUP BY dstaddr, dstport, protocol, action
ORDER BY total_bytes DESC, dstaddr, dstport, protocol, action
LIMIT {{limit}}`,
    insights: `filter srcAddr = '{{address}}'
| stats sum(bytes) as total_bytes by dstAddr, dstPort, protocol, action
| sort total_bytes desc
| limit {{limit}}`,
  },
};
