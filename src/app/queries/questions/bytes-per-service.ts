import type { Question } from '../question.js';

export const bytesPerService: Question = {
  name: 'bytes-per-service',
  title: 'Bytes to AWS services',
  doc: 'Bytes that openers inside sent to public addresses of AWS, by the service that the records name; a VPC endpoint may be the cheaper way.',
  group: 'outbound',
  over: 'egress',
  fields: ['pkt-dst-aws-service'],
  parameters: [],
  texts: {
    athena: `SELECT pkt_dst_aws_service, count(DISTINCT srcaddr) AS sources, count(*) AS conversations, sum(bytes) AS bytes_sent
FROM egress
WHERE pkt_dst_aws_service <> '-'
GROUP BY pkt_dst_aws_service
ORDER BY bytes_sent DESC, pkt_dst_aws_service`,
    insights: `filter pktDstAwsService != '-'
| stats count_distinct(srcAddr) as sources, count(*) as conversations, sum(bytes) as bytes_sent by pktDstAwsService
| sort bytes_sent desc`,
  },
};
