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
    athena: `SELECT interface_id, log_status, count(*) AS lines, min(start) AS first_second, max("end") AS last_second
FROM vpc_flow_logs
GROUP BY interface_id, log_status
ORDER BY lines DESC`,
    insights: `stats count(*) as lines, min(start) as first_second, max(end) as last_second by interfaceId, logStatus
| sort lines desc`,
  },
};
