import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const topTalkers: Question = {
  name: 'top-talkers',
  title: 'Pairs of addresses and port with most bytes',
  doc: 'Who sends most to whom, each direction apart, with packets and records beside the bytes.',
  group: 'volume',
  over: 'records',
  fields: [],
  parameters: [limit('20')],
  texts: {
    athena: `SELECT srcaddr, dstaddr, dstport, sum(bytes) AS total_bytes, sum(packets) AS total_packets, count(*) AS records
FROM vpc_flow_logs
WHERE log_status = 'OK' AND action = 'ACCEPT'
GROUP BY srcaddr, dstaddr, dstport
ORDER BY total_bytes DESC, srcaddr, dstaddr, dstport
LIMIT {{limit}}`,
    insights: `filter logStatus = 'OK' and action = 'ACCEPT'
| stats sum(bytes) as total_bytes, sum(packets) as total_packets, count(*) as records by srcAddr, dstAddr, dstPort
| sort total_bytes desc
| limit {{limit}}`,
  },
};
