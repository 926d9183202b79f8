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
    athena: `SELECT interface_id, CAST(from_unixtime(start) AS timestamp) AS from_time, CAST(from_unixtime("end") AS timestamp) AS to_time
FROM vpc_flow_logs
WHERE log_status = 'SKIPDATA'
ORDER BY from_time, interface_id`,
    insights: `filter logStatus = 'SKIPDATA'
| fields interfaceId, fromMillis(start * 1000) as from_time, fromMillis(end * 1000) as to_time
| sort from_time, interfaceId`,
  },
};
