import type { Question } from '../question.js';

export const skippedRecords: Question = {
  name: 'skipped-records',
  title: 'Intervals whose records were skipped',
  doc: 'SKIPDATA: something was sent then, and nobody knows what.',
  group: 'coverage',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT interface_id, start, "end"
FROM vpc_flow_logs
WHERE log_status = 'SKIPDATA'
ORDER BY start`,
    insights: `filter logStatus = 'SKIPDATA'
| fields interfaceId, start, end
| sort start`,
  },
};
