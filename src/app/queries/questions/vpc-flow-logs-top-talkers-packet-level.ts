import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const vpcFlowLogsTopTalkersPacketLevel: Question = {
  name: 'VpcFlowLogsTopTalkersPacketLevel',
  title: 'The 50 busiest addresses, as the packets had them',
  doc: 'Original sources by the bytes that they sent, also behind NAT gateways and secondary addresses. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: ['pkt-srcaddr'],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT pkt_srcaddr, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE log_status = 'OK'
GROUP BY pkt_srcaddr
ORDER BY total_bytes DESC, pkt_srcaddr
LIMIT {{limit}}`,
    insights: `filter logStatus = 'OK'
| stats sum(bytes) as total_bytes by pktSrcAddr
| sort total_bytes desc
| limit {{limit}}`,
  },
};
