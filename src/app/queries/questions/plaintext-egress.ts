import type { Question } from '../question.js';

export const plaintextEgress: Question = {
  name: 'plaintext-egress',
  title: 'Ports without encryption outside the VPC',
  doc: 'Connections to ports whose protocols are plain text by custom; what was spoken is not in the records.',
  group: 'outbound',
  over: 'egress',
  fields: [],
  parameters: [
    { name: 'ports', type: 'ports', default: '21,23,80,389,1883', doc: 'Ports of plain protocols.' },
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
