import type { Question } from '../question.js';

export const coverageByInterface: Question = {
  name: 'coverage-by-interface',
  title: 'What was recorded of each interface',
  doc: 'Lines of each interface by status. NODATA is evidence of silence, SKIPDATA is a gap, and an interface without a row was not logged.',
  group: 'coverage',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT interface_id, log_status, count(*) AS lines, CAST(from_unixtime(min(start)) AS timestamp) AS first_second, CAST(from_unixtime(max("end")) AS timestamp) AS last_second
FROM vpc_flow_logs
GROUP BY interface_id, log_status
ORDER BY lines DESC, interface_id, log_status`,
    insights: `stats count(*) as lines, fromMillis(min(start) * 1000) as first_second, fromMillis(max(end) * 1000) as last_second by interfaceId, logStatus
| sort lines desc`,
  },
};
