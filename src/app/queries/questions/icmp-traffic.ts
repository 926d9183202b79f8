import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const icmpTraffic: Question = {
  name: 'icmp-traffic',
  title: 'ICMP between addresses',
  doc: 'Records of ICMP and ICMPv6. Their type and code are not logged, so an echo cannot be told from an error.',
  group: 'refused',
  over: 'records',
  fields: [],
  parameters: [limit('50')],
  texts: {
    athena: `SELECT srcaddr, dstaddr, protocol, action, count(*) AS records, sum(packets) AS packets
FROM vpc_flow_logs
WHERE protocol IN (1, 58)
GROUP BY srcaddr, dstaddr, protocol, action
ORDER BY records DESC, srcaddr, dstaddr, protocol, action
LIMIT {{limit}}`,
    insights: `filter protocol in [1, 58]
| stats count(*) as records, sum(packets) as packets by srcAddr, dstAddr, protocol, action
| sort records desc
| limit {{limit}}`,
  },
};
