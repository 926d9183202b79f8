import type { Question } from '../question.js';

export const ipv6Share: Question = {
  name: 'ipv6-share',
  title: 'Bytes of IPv4 and of IPv6',
  doc: 'How much of the traffic is IPv6, which rules for IPv4 do not touch.',
  group: 'volume',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT CASE WHEN srcaddr LIKE '%:%' THEN 'IPv6' ELSE 'IPv4' END AS family, sum(bytes) AS total_bytes, count(*) AS records
FROM vpc_flow_logs
WHERE log_status = 'OK'
GROUP BY 1
ORDER BY family`,
    insights: `filter logStatus = 'OK'
| stats sum(bytes) as total_bytes, count(*) as records by if(srcAddr like ":", "IPv6", "IPv4") as family
| sort family`,
  },
};
