import type { Question } from '../question.js';

export const databaseEgress: Question = {
  name: 'database-egress',
  title: 'Database ports outside the VPC',
  doc: 'Connections to ports of databases and caches outside the VPC.',
  group: 'outbound',
  over: 'egress',
  fields: [],
  parameters: [
    {
      name: 'ports',
      type: 'ports',
      default: '1433,1521,3306,5432,5439,6379,9200,11211,27017',
      doc: 'Ports of databases.',
    },
  ],
  texts: {
    athena: `SELECT srcaddr, dstaddr, dstport, protocol, action, count(*) AS conversations, sum(bytes) AS bytes_sent
FROM egress
WHERE dstport IN ({{ports}})
GROUP BY srcaddr, dstaddr, dstport, protocol, action
ORDER BY conversations DESC, srcaddr, dstaddr, dstport, protocol, action`,
    insights: `filter dstPort in [{{ports}}]
| stats count(*) as conversations, sum(bytes) as bytes_sent by srcAddr, dstAddr, dstPort, protocol, action
| sort conversations desc`,
  },
};
