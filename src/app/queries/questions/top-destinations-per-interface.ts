import type { Question } from '../question.js';

export const topDestinationsPerInterface: Question = {
  name: 'top-destinations-per-interface',
  title: 'The three largest destinations of each interface',
  doc: 'A ranking inside each interface, so that a busy one does not hide the others.',
  group: 'volume',
  over: 'records',
  fields: [],
  parameters: [],
  texts: {
    athena: `SELECT interface_id, dstaddr, total_bytes, place
FROM (
  SELECT interface_id, dstaddr, sum(bytes) AS total_bytes,
    row_number() OVER (PARTITION BY interface_id ORDER BY sum(bytes) DESC, dstaddr) AS place
  FROM vpc_flow_logs
  WHERE log_status = 'OK' AND action = 'ACCEPT'
  GROUP BY interface_id, dstaddr
)
WHERE place <= 3
ORDER BY interface_id, place`,
    insights: {
      lacks: 'Logs Insights has no limit inside each group, and nothing that numbers the rows of one.',
    },
  },
};
