import type { Question } from '../question.js';

export const rareDestinations: Question = {
  name: 'rare-destinations',
  title: 'Destinations that a single source talks to',
  doc: 'Outside the VPC, from one source address only: the long tail that a review forgets.',
  group: 'outbound',
  over: 'egress',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT dstaddr, dstport, protocol, min(srcaddr) AS only_source, count(*) AS conversations, sum(bytes) AS bytes_sent
FROM egress
GROUP BY dstaddr, dstport, protocol
HAVING count(DISTINCT srcaddr) = 1
ORDER BY bytes_sent DESC, dstaddr, dstport, protocol`,
    insights: `stats count_distinct(srcAddr) as sources, earliest(srcAddr) as only_source, count(*) as conversations, sum(bytes) as bytes_sent by dstAddr, dstPort, protocol
| filter sources = 1
| sort bytes_sent desc
| display dstAddr, dstPort, protocol, only_source, conversations, bytes_sent`,
  },
};
