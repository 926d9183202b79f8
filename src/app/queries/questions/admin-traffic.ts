import type { Question } from '../question.js';
import { administrativePorts } from './shared-parameters.js';

export const adminTraffic: Question = {
  name: 'admin-traffic',
  title: 'Administrative connections that were opened inside',
  doc: 'Who opened connections to administrative ports, and where to. The initiator is known, and the ports are named one by one.',
  group: 'meant',
  over: 'openings',
  fields: [],
  parameters: [administrativePorts],
  texts: {
    athena: `SELECT interface_id, srcaddr, dstaddr, dstport, action, count(*) AS conversations, sum(bytes) AS bytes_sent
FROM openings
WHERE protocol = 6 AND dstport IN ({{ports}})
GROUP BY interface_id, srcaddr, dstaddr, dstport, action
ORDER BY bytes_sent DESC, interface_id, srcaddr, dstaddr, dstport, action`,
    insights: `filter protocol = 6 and dstPort in [{{ports}}]
| stats count(*) as conversations, sum(bytes) as bytes_sent by interfaceId, srcAddr, dstAddr, dstPort, action
| sort bytes_sent desc`,
  },
};
