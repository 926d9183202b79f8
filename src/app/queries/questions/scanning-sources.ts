import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const scanningSources: Question = {
  name: 'scanning-sources',
  title: 'Sources that knock at many ports',
  doc: 'Sources whose rejected records name many pairs of destination and port. A scan from outside is normal on a public address; one from inside is not.',
  group: 'refused',
  over: 'records',
  fields: [],
  parameters: [
    {
      name: 'targets',
      type: 'integer',
      default: '5',
      doc: 'Fewest pairs of address and port that are a scan.',
    },
    limit('50'),
  ],
  texts: {
    athena: `SELECT srcaddr, count(DISTINCT concat(dstaddr, ' ', CAST(dstport AS varchar))) AS targets, count(DISTINCT dstport) AS ports, count(*) AS records
FROM vpc_flow_logs
WHERE action = 'REJECT'
GROUP BY srcaddr
HAVING count(DISTINCT concat(dstaddr, ' ', CAST(dstport AS varchar))) >= {{targets}}
ORDER BY targets DESC, srcaddr
LIMIT {{limit}}`,
    insights: `filter action = 'REJECT'
| stats count_distinct(concat(dstAddr, " ", dstPort)) as targets, count_distinct(dstPort) as ports, count(*) as records by srcAddr
| filter targets >= {{targets}}
| sort targets desc
| limit {{limit}}`,
  },
};
