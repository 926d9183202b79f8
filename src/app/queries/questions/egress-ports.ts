import type { Question } from '../question.js';

export const egressPorts: Question = {
  name: 'egress-ports',
  title: 'Ports on which connections leave the VPC',
  doc: 'Destination ports outside the VPC, with how many destinations and sources each has.',
  group: 'outbound',
  over: 'egress',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT dstport, protocol, count(DISTINCT dstaddr) AS destinations, count(DISTINCT srcaddr) AS sources, count(*) AS conversations, sum(bytes) AS bytes_sent
FROM egress
WHERE action = 'ACCEPT'
GROUP BY dstport, protocol
ORDER BY bytes_sent DESC, dstport, protocol`,
    insights: `filter action = 'ACCEPT'
| stats count_distinct(dstAddr) as destinations, count_distinct(srcAddr) as sources, count(*) as conversations, sum(bytes) as bytes_sent by dstPort, protocol
| sort bytes_sent desc`,
  },
};
