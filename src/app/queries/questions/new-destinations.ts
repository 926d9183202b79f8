import type { Question } from '../question.js';

export const newDestinations: Question = {
  name: 'new-destinations',
  title: 'Destinations that were not seen before a time',
  doc: 'Destinations outside the VPC whose first connection lies after `since`. What the logs do not reach back to looks new, too.',
  group: 'outbound',
  over: 'egress',
  fields: [],
  parameters: [
    { name: 'since', type: 'time', default: 'newest-1d', doc: 'From when on a destination is new.' },
  ],
  texts: {
    athena: `SELECT dstaddr, dstport, protocol, CAST(from_unixtime(min(start)) AS timestamp) AS first_seen, count(*) AS conversations, sum(bytes) AS bytes_sent
FROM egress
GROUP BY dstaddr, dstport, protocol
HAVING min(start) >= {{since}}
ORDER BY first_seen DESC, dstaddr, dstport, protocol`,
    insights: `stats fromMillis(min(start) * 1000) as first_seen, count(*) as conversations, sum(bytes) as bytes_sent by dstAddr, dstPort, protocol
| filter first_seen >= fromMillis({{since}} * 1000)
| sort first_seen desc`,
  },
};
