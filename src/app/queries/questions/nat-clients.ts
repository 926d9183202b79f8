import type { Question } from '../question.js';

export const natClients: Question = {
  name: 'nat-clients',
  title: 'Who sends through NAT gateways',
  doc: 'Original sources of packets that reached an interface addressed to another one than its own: on the interface of a NAT gateway these are its clients.',
  group: 'volume',
  over: 'records',
  fields: ['pkt-srcaddr', 'pkt-dstaddr', 'flow-direction'],
  parameters: [],
  texts: {
    athena: `SELECT interface_id, pkt_srcaddr, count(DISTINCT pkt_dstaddr) AS destinations, sum(bytes) AS total_bytes
FROM vpc_flow_logs
WHERE log_status = 'OK' AND pkt_dstaddr <> dstaddr AND pkt_srcaddr = srcaddr AND flow_direction = 'ingress'
GROUP BY interface_id, pkt_srcaddr
ORDER BY total_bytes DESC, interface_id, pkt_srcaddr`,
    insights: `filter logStatus = 'OK' and pktDstAddr != dstAddr and pktSrcAddr = srcAddr and flowDirection = 'ingress'
| stats count_distinct(pktDstAddr) as destinations, sum(bytes) as total_bytes by interfaceId, pktSrcAddr
| sort total_bytes desc`,
  },
};
