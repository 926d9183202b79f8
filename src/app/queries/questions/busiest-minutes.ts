import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const busiestMinutes: Question = {
  name: 'busiest-minutes',
  title: 'Minutes with most bytes',
  doc: 'The peaks. A record counts in the minute in which it starts, though it may last ten.',
  group: 'volume',
  over: 'records',
  fields: [],
  parameters: [limit('10')],
  texts: {
    athena: `SELECT CAST(date_trunc('minute', from_unixtime(start)) AS timestamp) AS minute, sum(bytes) AS total_bytes, count(*) AS records
FROM vpc_flow_logs
WHERE log_status = 'OK'
GROUP BY 1
ORDER BY total_bytes DESC, minute
LIMIT {{limit}}`,
    insights: `filter logStatus = 'OK'
| stats sum(bytes) as total_bytes, count(*) as records by bin(1m) as minute
| sort total_bytes desc
| limit {{limit}}`,
  },
};
