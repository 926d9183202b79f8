/** The layouts of the generated lines: AWS's default format, and every field up to version 5 in AWS's example order. */
import { account, region, vpcId } from './world.mjs';

/** Each field's SQL over a record and its interface. */
const fields = {
  version: (version) => String(version),
  'account-id': () => `'${account}'`,
  'interface-id': () => 'iface.id',
  srcaddr: () => 'src',
  dstaddr: () => 'dst',
  srcport: () => 'src_port',
  dstport: () => 'dst_port',
  protocol: () => 'protocol',
  packets: () => 'packets',
  bytes: () => 'bytes',
  start: () => '"start"',
  end: () => '"end"',
  action: () => "CASE WHEN rejected THEN 'REJECT' WHEN NOT rejected THEN 'ACCEPT' END",
  'log-status': () => 'status',
  'vpc-id': () => `'${vpcId}'`,
  'subnet-id': () => 'subnet',
  'instance-id': () => 'instance',
  'tcp-flags': () => 'flags',
  type: () => "CASE WHEN src IS NULL THEN NULL WHEN six THEN 'IPv6' ELSE 'IPv4' END",
  'pkt-srcaddr': () => 'pkt_src',
  'pkt-dstaddr': () => 'pkt_dst',
  region: () => `'${region}'`,
  'az-id': () => 'az',
  'sublocation-type': () => 'NULL',
  'sublocation-id': () => 'NULL',
  'pkt-src-aws-service': () => 'src_service',
  'pkt-dst-aws-service': () => 'dst_service',
  'flow-direction': () => "CASE WHEN egress THEN 'egress' WHEN NOT egress THEN 'ingress' END",
  'traffic-path': () => 'path',
};

const texts = {
  v2: 'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  v5: 'version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status',
};

/** @typedef {'v2' | 'v5'} Format */

export const formatNames = /** @type {Format[]} */ (Object.keys(texts));

/** The field names of a line, in order. */
export const columnNames = (/** @type {Format} */ format) => texts[format].split(' ');

/** The columns of a line, named as its header names them. */
export function columnsOf(/** @type {Format} */ format) {
  const version = Number(format.slice(1));
  return columnNames(format)
    .map((field) => `${fields[field](version)} AS "${field}"`)
    .join(', ');
}

/** The format as DescribeFlowLogs gives it. */
export function logFormatOf(/** @type {Format} */ format) {
  return columnNames(format)
    .map((field) => `\${${field}}`)
    .join(' ');
}
