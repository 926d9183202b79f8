import type { Question } from '../question.js';

export const dnsToOtherResolvers: Question = {
  name: 'dns-to-other-resolvers',
  title: 'Name resolution by other servers than Amazon DNS',
  doc: 'Flow logs never show queries to the Amazon DNS server, so every row here went to another resolver.',
  group: 'outbound',
  over: 'openings',
  fields: [],
  parameters: [{ name: 'ports', type: 'ports', default: '53,853', doc: 'Ports of name resolution.' }],
  texts: {
    athena: `SELECT srcaddr, dstaddr, dstport, protocol, action, count(*) AS conversations, sum(bytes) AS bytes_sent
FROM openings
WHERE dstport IN ({{ports}})
GROUP BY srcaddr, dstaddr, dstport, protocol, action
ORDER BY conversations DESC, srcaddr, dstaddr, dstport, protocol, action`,
    insights: `filter dstPort in [{{ports}}]
| stats count(*) as conversations, sum(bytes) as bytes_sent by srcAddr, dstAddr, dstPort, protocol, action
| sort conversations desc`,
  },
};
