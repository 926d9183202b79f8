import type { Question } from '../question.js';

export const unusualProtocols: Question = {
  name: 'unusual-protocols',
  title: 'Other protocols than TCP, UDP and ICMP',
  doc: 'Tunnels (GRE 47, ESP 50), SCTP (132) and others; a security group opens all their ports at once.',
  group: 'refused',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT protocol, srcaddr, dstaddr, action, count(*) AS records, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE log_status = 'OK' AND protocol NOT IN (1, 6, 17, 58)
GROUP BY protocol, srcaddr, dstaddr, action
ORDER BY records DESC, protocol, srcaddr, dstaddr, action`,
    insights: `filter logStatus = 'OK' and protocol not in [1, 6, 17, 58]
| stats count(*) as records, sum(bytes) as total_bytes by protocol, srcAddr, dstAddr, action
| sort records desc`,
  },
};
