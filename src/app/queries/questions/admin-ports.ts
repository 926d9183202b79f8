import type { Question } from '../question.js';
import { administrativePorts } from './shared-parameters.js';

export const adminPorts: Question = {
  name: 'admin-ports',
  title: 'Records on administrative ports',
  doc: 'Everything that was sent to an administrative port, whoever opened it, attempts from outside included.',
  group: 'refused',
  over: 'records',
  fields: [],
  parameters: [administrativePorts],
  texts: {
    athena: `SELECT dstport, action, count(DISTINCT srcaddr) AS sources, count(DISTINCT dstaddr) AS destinations, count(*) AS records, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE protocol = 6 AND dstport IN ({{ports}})
GROUP BY dstport, action
ORDER BY records DESC, dstport, action`,
    insights: `filter protocol = 6 and dstPort in [{{ports}}]
| stats count_distinct(srcAddr) as sources, count_distinct(dstAddr) as destinations, count(*) as records, sum(bytes) as total_bytes by dstPort, action
| sort records desc`,
  },
};
