import type { Question } from '../question.js';

export const rejectReasons: Question = {
  name: 'reject-reasons',
  title: 'Why records were rejected',
  doc: 'Values of reject-reason: BPA is block public access, EC encryption controls; all other rejects have none.',
  group: 'refused',
  over: 'records',
  fields: ['reject-reason'],
  parameters: [],
  texts: {
    athena: `SELECT reject_reason, count(*) AS records, count(DISTINCT interface_id) AS interfaces
FROM vpc_flow_logs
WHERE action = 'REJECT'
GROUP BY reject_reason
ORDER BY records DESC, reject_reason`,
    insights: `filter action = 'REJECT'
| stats count(*) as records, count_distinct(interfaceId) as interfaces by rejectReason
| sort records desc`,
  },
};
