import type { Question } from '../question.js';

export const mailTraffic: Question = {
  name: 'mail-traffic',
  title: 'Mail that leaves the VPC',
  doc: 'Connections to mail ports outside: Amazon SES, a relay, or something that should not send mail.',
  group: 'outbound',
  over: 'egress',
  fields: [],
  parameters: [
    { name: 'ports', type: 'ports', default: '25,465,587,2525', doc: 'Ports on which mail is sent.' },
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
