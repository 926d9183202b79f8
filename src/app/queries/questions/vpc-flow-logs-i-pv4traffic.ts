import type { Question } from '../question.js';

export const vpcFlowLogsIPv4Traffic: Question = {
  name: 'VpcFlowLogsIPv4Traffic',
  title: 'Bytes over IPv4',
  doc: 'The sum over all records with IPv4 addresses. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE log_status = 'OK' AND srcaddr NOT LIKE '%:%'`,
    insights: `filter logStatus = 'OK' and srcAddr not like ':'
| stats sum(bytes) as total_bytes`,
  },
};
