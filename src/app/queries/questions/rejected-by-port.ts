import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const rejectedByPort: Question = {
  name: 'rejected-by-port',
  title: 'Rejected records by destination port',
  doc: 'Which ports are knocked at in vain, from inside and outside together.',
  group: 'refused',
  over: 'records',
  fields: [],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT dstport, protocol, count(DISTINCT srcaddr) AS sources, count(*) AS records
FROM vpc_flow_logs
WHERE action = 'REJECT'
GROUP BY dstport, protocol
ORDER BY records DESC, dstport, protocol
LIMIT {{limit}}`,
    insights: `filter action = 'REJECT'
| stats count_distinct(srcAddr) as sources, count(*) as records by dstPort, protocol
| sort records desc
| limit {{limit}}`,
  },
};
