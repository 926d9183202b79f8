import type { Question } from '../question.js';

export const rejectedByInterface: Question = {
  name: 'rejected-by-interface',
  title: 'Rejected records by interface',
  doc: 'Interfaces whose security groups or network ACLs reject most; the records do not say which of the two.',
  group: 'refused',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT interface_id, count(DISTINCT srcaddr) AS sources, count(DISTINCT dstport) AS ports, count(*) AS records
FROM vpc_flow_logs
WHERE action = 'REJECT'
GROUP BY interface_id
ORDER BY records DESC, interface_id`,
    insights: `filter action = 'REJECT'
| stats count_distinct(srcAddr) as sources, count_distinct(dstPort) as ports, count(*) as records by interfaceId
| sort records desc`,
  },
};
