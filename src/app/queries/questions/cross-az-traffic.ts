import type { Question } from '../question.js';

export const crossAzTraffic: Question = {
  name: 'cross-az-traffic',
  title: 'Bytes between Availability Zones',
  doc: 'Zones of both ends: the zone of an address is that of the interface that sent from it. Only addresses whose interfaces were logged have one.',
  group: 'volume',
  over: 'records',
  fields: ['az-id', 'flow-direction'],
  parameters: [],
  texts: {
    athena: `WITH places AS (
  SELECT DISTINCT srcaddr, az_id
  FROM vpc_flow_logs
  WHERE flow_direction = 'egress' AND log_status = 'OK'
)
SELECT a.az_id AS from_az, b.az_id AS to_az, sum(a.bytes) AS total_bytes
FROM vpc_flow_logs a
JOIN places b ON a.dstaddr = b.srcaddr
WHERE a.flow_direction = 'egress' AND a.log_status = 'OK' AND a.az_id <> b.az_id
GROUP BY a.az_id, b.az_id
ORDER BY total_bytes DESC, from_az, to_az`,
    insights: `join type=inner left=A right=B where A.dstAddr = B.srcAddr (
  SOURCE 'flow-logs' | filter flowDirection = 'egress' and logStatus = 'OK' | stats count(*) as n by srcAddr, azId
)
| filter A.flowDirection = 'egress' and A.logStatus = 'OK' and A.azId != B.azId
| stats sum(A.bytes) as total_bytes by A.azId as from_az, B.azId as to_az
| sort total_bytes desc`,
  },
};
