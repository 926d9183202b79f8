import type { Question } from '../question.js';

export const ntpToOtherServers: Question = {
  name: 'ntp-to-other-servers',
  title: 'Time from other servers than Amazon Time Sync',
  doc: 'Flow logs never show 169.254.169.123, so every row here went to another time server.',
  group: 'outbound',
  over: 'openings',
  fields: [],
  parameters: [{ name: 'ports', type: 'ports', default: '123', doc: 'Ports of time.' }],
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
