import type { Question } from '../question.js';

export const guideRejected: Question = {
  name: 'guide-rejected',
  title: 'Rejected outbound traffic, as the guide asks it',
  doc: 'Third pair of the guide. Neither text says that the interface opened the connection.',
  group: 'guide',
  over: 'records',
  fields: [],
  parameters: [
    {
      name: 'interface',
      type: 'interface',
      default: 'eni-0123456789000000',
      doc: 'The interface, for Logs Insights only.',
    },
    {
      name: 'prefix',
      type: 'text',
      default: '10.32',
      doc: "First characters of the network's addresses, for SQL only.",
    },
  ],
  texts: {
    athena: `SELECT * FROM "<vpc_flow_logs_table_name>" WHERE srcaddr like '{{prefix}}%' AND action LIKE 'REJECT'`,
    insights: `filter @logstream = '{{interface}}' | fields @timestamp, @message | filter action='REJECT'`,
  },
  differs:
    'They ask different things: SQL all records from a prefix, Logs Insights all records of one interface, incoming ones included, and at most 10,000.',
};
