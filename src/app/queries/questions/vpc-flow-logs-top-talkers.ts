import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const vpcFlowLogsTopTalkers: Question = {
  name: 'VpcFlowLogsTopTalkers',
  title: 'The 50 busiest addresses',
  doc: 'Addresses by the bytes that they sent, as the interfaces saw them. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT srcaddr, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE log_status = 'OK'
GROUP BY srcaddr
ORDER BY total_bytes DESC, srcaddr
LIMIT {{limit}}`,
    insights: `filter logStatus = 'OK'
| stats sum(bytes) as total_bytes by srcAddr
| sort total_bytes desc
| limit {{limit}}`,
  },
};
