import type { Question } from '../question.js';

export const egressBySource: Question = {
  name: 'egress-by-source',
  title: 'What each source sends out of the VPC',
  doc: 'Sources inside by the bytes that they sent to the outside, with the number of their destinations.',
  group: 'outbound',
  over: 'egress',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT interface_id, srcaddr, count(DISTINCT dstaddr) AS destinations, count(*) AS conversations, sum(bytes) AS bytes_sent
FROM egress
WHERE action = 'ACCEPT'
GROUP BY interface_id, srcaddr
ORDER BY bytes_sent DESC, interface_id, srcaddr`,
    insights: `filter action = 'ACCEPT'
| stats count_distinct(dstAddr) as destinations, count(*) as conversations, sum(bytes) as bytes_sent by interfaceId, srcAddr
| sort bytes_sent desc`,
  },
};
