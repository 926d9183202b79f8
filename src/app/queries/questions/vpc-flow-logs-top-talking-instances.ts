import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const vpcFlowLogsTopTalkingInstances: Question = {
  name: 'VpcFlowLogsTopTalkingInstances',
  title: 'The 50 busiest instances',
  doc: 'Instances by the bytes on their interfaces, both directions. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: ['instance-id'],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT instance_id, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE log_status = 'OK' AND instance_id <> '-'
GROUP BY instance_id
ORDER BY total_bytes DESC, instance_id
LIMIT {{limit}}`,
    insights: `filter logStatus = 'OK' and instanceId != '-'
| stats sum(bytes) as total_bytes by instanceId
| sort total_bytes desc
| limit {{limit}}`,
  },
};
