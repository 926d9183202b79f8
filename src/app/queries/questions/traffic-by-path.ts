import type { Question } from '../question.js';

export const trafficByPath: Question = {
  name: 'traffic-by-path',
  title: 'Bytes by the path that they took out',
  doc: 'Values of traffic-path: 1 inside the VPC, 2 internet or gateway endpoint, 3 virtual private gateway, 4 peering in the Region, 5 peering between Regions, 6 local gateway, 7 gateway endpoint (Nitro), 8 internet gateway (Nitro). Only egress records have one.',
  group: 'volume',
  over: 'records',
  fields: ['traffic-path'],
  parameters: [],
  texts: {
    athena: `SELECT traffic_path, sum(bytes) AS total_bytes, count(*) AS records
FROM vpc_flow_logs
WHERE traffic_path IS NOT NULL
GROUP BY traffic_path
ORDER BY total_bytes DESC, traffic_path`,
    insights: `filter ispresent(trafficPath)
| stats sum(bytes) as total_bytes, count(*) as records by trafficPath
| sort total_bytes desc`,
  },
};
