import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const vpcFlowLogsTopTalkingSubnets: Question = {
  name: 'VpcFlowLogsTopTalkingSubnets',
  title: 'The 50 busiest subnets',
  doc: 'Subnets by the bytes on their interfaces, both directions; traffic inside one is counted at both interfaces. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: ['subnet-id'],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT subnet_id, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE log_status = 'OK' AND subnet_id <> '-'
GROUP BY subnet_id
ORDER BY total_bytes DESC, subnet_id
LIMIT {{limit}}`,
    insights: `filter logStatus = 'OK' and subnetId != '-'
| stats sum(bytes) as total_bytes by subnetId
| sort total_bytes desc
| limit {{limit}}`,
  },
};
