import { defaultFormat } from '../../flow/index.js';

/**
 * The fields that the analysis asks for, after the default format, so that a reader of 14 columns still finds them. Each
 * of the others costs a conclusion where it is missing (`fieldCosts`), or names what a record belongs to.
 */
export const analysisFields: readonly string[] = [
  ...defaultFormat,
  'vpc-id',
  'subnet-id',
  'instance-id',
  'tcp-flags',
  'type',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'region',
  'az-id',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
  'flow-direction',
  'traffic-path',
  'reject-reason',
  'resource-id',
  'interface-type',
  'next-hop-interface-type',
];

/** As `LogFormat` writes it (EC2 API, CreateFlowLogs). */
export function logFormatOf(fields: readonly string[]): string {
  return fields.map((field) => `\${${field}}`).join(' ');
}
