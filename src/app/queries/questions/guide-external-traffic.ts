import type { Question } from '../question.js';

export const guideExternalTraffic: Question = {
  name: 'guide-external-traffic',
  title: 'External addresses receiving most traffic, as the guide asks it',
  doc: 'Second pair of the guide. It counts records, replies among them, and takes a beginning of an address for a network.',
  group: 'guide',
  over: 'records',
  fields: [],
  parameters: [
    {
      name: 'interface',
      type: 'interface',
      default: 'eni-1234567890000000',
      doc: "The interface; the guide's own id is none that AWS gives.",
    },
    { name: 'prefix', type: 'text', default: '10.32', doc: "First characters of the network's addresses." },
  ],
  texts: {
    athena: `SELECT dstport, dstaddr, count(*) AS count FROM "<vpc_flow_logs_table_name>" WHERE dstaddr not like '{{prefix}}%' AND interface_id = '{{interface}}' GROUP BY dstport, dstaddr ORDER BY count desc LIMIT 200;`,
    insights: `filter @logstream = '{{interface}}' | stats count(*) as count by dstAddr, dstPort | filter dstAddr not like '{{prefix}}' | order by count desc | limit 200`,
  },
  differs:
    'Logs Insights finds the prefix anywhere in an address and SQL at its start; the columns come in another order; on AWS the stream is called `eni-…-all`, so that the Logs Insights text finds nothing there.',
};
