import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const vpcFlowLogsTotalBytesTransferredPacketLevel: Question = {
  name: 'VpcFlowLogsTotalBytesTransferredPacketLevel',
  title: 'The 50 pairs with most bytes, as the packets had them',
  doc: 'Pairs of original addresses by their bytes; what passes a NAT gateway is recorded on several interfaces and counted on each. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: ['pkt-srcaddr', 'pkt-dstaddr'],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT pkt_srcaddr, pkt_dstaddr, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE log_status = 'OK'
GROUP BY pkt_srcaddr, pkt_dstaddr
ORDER BY total_bytes DESC, pkt_srcaddr, pkt_dstaddr
LIMIT {{limit}}`,
    insights: `filter logStatus = 'OK'
| stats sum(bytes) as total_bytes by pktSrcAddr, pktDstAddr
| sort total_bytes desc
| limit {{limit}}`,
  },
};
