import type { Question } from '../question.js';

export const fileSharingEgress: Question = {
  name: 'file-sharing-egress',
  title: 'File sharing and remote calls outside the VPC',
  doc: 'SMB, NetBIOS, NFS and RPC to the outside, which no application on AWS needs as a rule.',
  group: 'outbound',
  over: 'egress',
  fields: [],
  parameters: [
    { name: 'ports', type: 'ports', default: '111,135,137,138,139,445,2049', doc: 'Ports of file sharing.' },
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
