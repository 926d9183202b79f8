import type { Question } from '../question.js';
import { administrativePorts, limit } from './shared-parameters.js';

export const vpcFlowLogsAdminPortTraffic: Question = {
  name: 'VpcFlowLogsAdminPortTraffic',
  title: 'Ten busiest addresses on administrative ports',
  doc: 'Addresses that sent from an administrative port, so those that serve. AWS publishes the name and the meaning of this question, not its text; the text is our own.',
  group: 'integration',
  over: 'records',
  fields: [],
  parameters: [administrativePorts, limit('10')],
  texts: {
    athena: `SELECT srcaddr, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE protocol = 6 AND srcport IN ({{ports}})
GROUP BY srcaddr
ORDER BY total_bytes DESC, srcaddr
LIMIT {{limit}}`,
    insights: `filter protocol = 6 and srcPort in [{{ports}}]
| stats sum(bytes) as total_bytes by srcAddr
| sort total_bytes desc
| limit {{limit}}`,
  },
};
