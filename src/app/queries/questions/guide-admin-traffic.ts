import type { Question } from '../question.js';

export const guideAdminTraffic: Question = {
  name: 'guide-admin-traffic',
  title: 'Administrative traffic of one interface, as the guide asks it',
  doc: 'AWS prescriptive guide "Securing outbound network traffic", first pair. Ports below 1024 stand for administration there; the notes say what is wrong with that.',
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
    { name: 'address', type: 'address', default: '10.100.0.10', doc: 'Private address of the interface.' },
  ],
  texts: {
    athena: `SELECT * FROM "<vpc_flow_logs_table_name>" WHERE interface_id = '{{interface}}' AND srcaddr LIKE '{{address}}' AND dstport < 1024 LIMIT 200;`,
    insights: `fields @timestamp, @message | filter interfaceId = '{{interface}}' | filter srcAddr = '{{address}}' | filter dstPort < 1024 | limit 200`,
  },
  differs: 'SQL gives the columns of any 200 records, Logs Insights time and line of the newest 200.',
};
