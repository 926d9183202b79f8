import type { Question } from '../question.js';

export const trafficByHour: Question = {
  name: 'traffic-by-hour',
  title: 'Bytes and records of each hour',
  doc: 'When it was busy, and when nothing was recorded: hours without records have no row.',
  group: 'volume',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT CAST(date_trunc('hour', from_unixtime(start)) AS timestamp) AS hour, sum(bytes) AS total_bytes, count(*) AS records
FROM vpc_flow_logs
WHERE log_status = 'OK'
GROUP BY 1
ORDER BY hour`,
    insights: `filter logStatus = 'OK'
| stats sum(bytes) as total_bytes, count(*) as records by bin(1h) as hour
| sort hour`,
  },
};
