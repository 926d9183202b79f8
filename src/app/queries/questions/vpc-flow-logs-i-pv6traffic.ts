import type { Question } from '../question.js';

export const vpcFlowLogsIPv6Traffic: Question = {
  name: 'VpcFlowLogsIPv6Traffic',
  title: 'Bytes over IPv6',
  doc: 'The sum over all records with IPv6 addresses. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE log_status = 'OK' AND srcaddr LIKE '%:%'`,
    insights: `filter logStatus = 'OK' and srcAddr like ':'
| stats sum(bytes) as total_bytes`,
  },
};
