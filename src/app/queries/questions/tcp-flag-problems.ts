import type { Question } from '../question.js';

export const tcpFlagProblems: Question = {
  name: 'tcp-flag-problems',
  title: 'TCP flags by what they tell',
  doc: 'Records of TCP by the flags that AWS logs: 1 FIN, 2 SYN, 4 RST, 16 SYN-ACK (as 18), added up; 0 is the middle of a connection.',
  group: 'refused',
  over: 'records',
  fields: ['tcp-flags'],
  parameters: [],
  texts: {
    athena: `SELECT tcp_flags, action, count(*) AS records, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE protocol = 6
GROUP BY tcp_flags, action
ORDER BY records DESC, tcp_flags, action`,
    insights: `filter protocol = 6
| stats count(*) as records, sum(bytes) as total_bytes by tcpFlags, action
| sort records desc`,
  },
};
