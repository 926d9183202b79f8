import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const vpcFlowLogsSshRdpTraffic: Question = {
  name: 'VpcFlowLogsSshRdpTraffic',
  title: 'SSH and RDP',
  doc: 'TCP records from or to port 22 or 3389, of both directions. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT srcaddr, dstaddr, srcport, dstport, action, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE protocol = 6 AND (srcport IN (22, 3389) OR dstport IN (22, 3389))
GROUP BY srcaddr, dstaddr, srcport, dstport, action
ORDER BY total_bytes DESC, srcaddr, dstaddr, srcport, dstport, action
LIMIT {{limit}}`,
    insights: `filter protocol = 6 and (srcPort in [22, 3389] or dstPort in [22, 3389])
| stats sum(bytes) as total_bytes by srcAddr, dstAddr, srcPort, dstPort, action
| sort total_bytes desc
| limit {{limit}}`,
  },
};
