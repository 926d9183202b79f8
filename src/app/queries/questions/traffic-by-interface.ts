import type { Question } from '../question.js';

export const trafficByInterface: Question = {
  name: 'traffic-by-interface',
  title: 'Bytes of each interface by action',
  doc: 'What each interface recorded, accepted and rejected apart; both directions add up.',
  group: 'volume',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT interface_id, action, sum(bytes) AS total_bytes, sum(packets) AS total_packets, count(*) AS records
FROM vpc_flow_logs
WHERE log_status = 'OK'
GROUP BY interface_id, action
ORDER BY total_bytes DESC, interface_id, action`,
    insights: `filter logStatus = 'OK'
| stats sum(bytes) as total_bytes, sum(packets) as total_packets, count(*) as records by interfaceId, action
| sort total_bytes desc`,
  },
};
