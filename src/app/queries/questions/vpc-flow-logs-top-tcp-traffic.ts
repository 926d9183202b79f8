import type { Question } from '../question.js';
import { address, limit } from './shared-parameters.js';

export const vpcFlowLogsTopTCPTraffic: Question = {
  name: 'VpcFlowLogsTopTCPTraffic',
  title: 'TCP of one source address',
  doc: 'TCP records of one source, the largest flows first. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [address('The source.'), limit('50')],
  texts: {
    athena: `SELECT dstaddr, srcport, dstport, action, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE protocol = 6 AND srcaddr = '{{address}}'
GROUP BY dstaddr, srcport, dstport, action
ORDER BY total_bytes DESC, dstaddr, srcport, dstport, action
LIMIT {{limit}}`,
    insights: `filter protocol = 6 and srcAddr = '{{address}}'
| stats sum(bytes) as total_bytes by dstAddr, srcPort, dstPort, action
| sort total_bytes desc
| limit {{limit}}`,
  },
};
