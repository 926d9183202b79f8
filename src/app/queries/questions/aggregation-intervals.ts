import type { Question } from '../question.js';

export const aggregationIntervals: Question = {
  name: 'aggregation-intervals',
  title: 'How long the records are',
  doc: 'Records by the seconds between their start and their end: they show whether the flow log aggregates over one minute or ten.',
  group: 'coverage',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT CASE WHEN "end" - start <= 60 THEN 'up to 60 s' ELSE 'up to 600 s' END AS interval_length, count(*) AS records, max("end" - start) AS longest_seconds
FROM vpc_flow_logs
WHERE log_status = 'OK'
GROUP BY 1
ORDER BY interval_length`,
    insights: `filter logStatus = 'OK'
| stats count(*) as records, max(end - start) as longest_seconds by if(end - start <= 60, "up to 60 s", "up to 600 s") as interval_length
| sort interval_length`,
  },
};
