import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const vpcFlowLogsTotalBytesTransferred: Question = {
  name: 'VpcFlowLogsTotalBytesTransferred',
  title: 'The 50 pairs of source and destination with most bytes',
  doc: 'Pairs by their bytes, each direction apart. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT srcaddr, dstaddr, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE log_status = 'OK'
GROUP BY srcaddr, dstaddr
ORDER BY total_bytes DESC, srcaddr, dstaddr
LIMIT {{limit}}`,
    insights: `filter logStatus = 'OK'
| stats sum(bytes) as total_bytes by srcAddr, dstAddr
| sort total_bytes desc
| limit {{limit}}`,
  },
};
