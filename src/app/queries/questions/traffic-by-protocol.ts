import type { Question } from '../question.js';

export const trafficByProtocol: Question = {
  name: 'traffic-by-protocol',
  title: 'Bytes and records of each protocol',
  doc: 'Protocols by their IANA numbers: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6.',
  group: 'volume',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT protocol, sum(bytes) AS total_bytes, count(*) AS records
FROM vpc_flow_logs
WHERE log_status = 'OK'
GROUP BY protocol
ORDER BY total_bytes DESC, protocol`,
    insights: `filter logStatus = 'OK'
| stats sum(bytes) as total_bytes, count(*) as records by protocol
| sort total_bytes desc`,
  },
};
