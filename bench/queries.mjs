/** The guide's six queries, with an interface and an address that the generated logs hold, and the same by hand. */

/** @param {{interfaceId: string, address: string}} busiest */
export function guideQueries({ interfaceId, address }) {
  const table = '"vpc_flow_logs"';
  return [
    {
      name: 'A1 outbound, ports < 1024',
      language: 'athena',
      targetMs: 60,
      text: `SELECT * FROM ${table} WHERE interface_id = '${interfaceId}' AND srcaddr LIKE '${address}' AND dstport < 1024 LIMIT 200;`,
      byHand: `SELECT * FROM lake WHERE interface_id = '${interfaceId}' AND srcaddr = '${address}' AND dstport < 1024 LIMIT 200`,
    },
    {
      name: 'A2 external destinations',
      language: 'athena',
      targetMs: 60,
      text: `SELECT dstport, dstaddr, count(*) AS count FROM ${table} WHERE dstaddr not like '10.32%' AND interface_id = '${interfaceId}' GROUP BY dstport, dstaddr ORDER BY count desc LIMIT 200;`,
      byHand: `SELECT dstport, dstaddr, count(*) AS n FROM lake WHERE dstaddr NOT LIKE '10.32%' AND interface_id = '${interfaceId}' GROUP BY ALL ORDER BY n DESC LIMIT 200`,
    },
    {
      name: 'A3 rejected outbound',
      language: 'athena',
      targetMs: 500,
      text: `SELECT * FROM ${table} WHERE srcaddr like '10.32%' AND action LIKE 'REJECT'`,
      byHand: "SELECT * FROM lake WHERE srcaddr LIKE '10.32%' AND action = 'REJECT'",
    },
    {
      name: 'I1 outbound, ports < 1024',
      language: 'insights',
      text: `fields @timestamp, @message | filter interfaceId = '${interfaceId}' | filter srcAddr = '${address}' | filter dstPort < 1024 | limit 200`,
      byHand: `SELECT * FROM lake WHERE interface_id = '${interfaceId}' AND srcaddr = '${address}' AND dstport < 1024 ORDER BY "start" DESC LIMIT 200`,
    },
    {
      name: 'I2 external destinations',
      language: 'insights',
      text: `filter @logstream = '${interfaceId}' | stats count(*) as count by dstAddr, dstPort | filter dstAddr not like '10.32' | order by count desc | limit 200`,
      byHand: `SELECT dstaddr, dstport, count(*) AS n FROM lake WHERE interface_id = '${interfaceId}' AND NOT contains(dstaddr, '10.32') GROUP BY ALL ORDER BY n DESC LIMIT 200`,
    },
    {
      name: 'I3 rejected',
      language: 'insights',
      text: `filter @logstream = '${interfaceId}' | fields @timestamp, @message | filter action='REJECT'`,
      byHand: `SELECT * FROM lake WHERE interface_id = '${interfaceId}' AND action = 'REJECT' ORDER BY "start" DESC LIMIT 10000`,
    },
  ];
}
