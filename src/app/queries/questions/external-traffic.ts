import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const externalTraffic: Question = {
  name: 'external-traffic',
  title: 'Where most bytes leave the VPC to',
  doc: 'Destinations outside the VPC by the bytes that the opener sent. Outside is decided by routes and inventory, not by the beginning of an address.',
  group: 'meant',
  over: 'egress',
  fields: [],
  parameters: [limit('200')],
  texts: {
    athena: `SELECT dstaddr, dstport, protocol, count(*) AS conversations, sum(bytes) AS bytes_sent
FROM egress
WHERE action = 'ACCEPT'
GROUP BY dstaddr, dstport, protocol
ORDER BY bytes_sent DESC, dstaddr, dstport, protocol
LIMIT {{limit}}`,
    insights: `filter action = 'ACCEPT'
| stats count(*) as conversations, sum(bytes) as bytes_sent by dstAddr, dstPort, protocol
| sort bytes_sent desc
| limit {{limit}}`,
  },
};
