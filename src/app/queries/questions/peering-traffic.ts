import type { Question } from '../question.js';

export const peeringTraffic: Question = {
  name: 'peering-traffic',
  title: 'Bytes over VPC peering',
  doc: 'What left over a peering connection, in the Region (path 4) and between Regions (path 5).',
  group: 'volume',
  over: 'records',
  fields: ['traffic-path'],
  parameters: [],
  texts: {
    athena: `SELECT srcaddr, dstaddr, traffic_path, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE traffic_path IN (4, 5)
GROUP BY srcaddr, dstaddr, traffic_path
ORDER BY total_bytes DESC, srcaddr, dstaddr, traffic_path`,
    insights: `filter trafficPath in [4, 5]
| stats sum(bytes) as total_bytes by srcAddr, dstAddr, trafficPath
| sort total_bytes desc`,
  },
};
