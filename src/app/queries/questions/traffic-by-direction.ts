import type { Question } from '../question.js';

export const trafficByDirection: Question = {
  name: 'traffic-by-direction',
  title: 'Bytes of each interface by direction',
  doc: 'In and out of each interface; the direction of a record is no word on who opened the connection.',
  group: 'volume',
  over: 'records',
  fields: ['flow-direction'],
  parameters: [],
  texts: {
    athena: `SELECT interface_id, flow_direction, sum(bytes) AS total_bytes, count(*) AS records
FROM vpc_flow_logs
WHERE log_status = 'OK'
GROUP BY interface_id, flow_direction
ORDER BY total_bytes DESC, interface_id, flow_direction`,
    insights: `filter logStatus = 'OK'
| stats sum(bytes) as total_bytes, count(*) as records by interfaceId, flowDirection
| sort total_bytes desc`,
  },
};
