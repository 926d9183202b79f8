import { type HclBlock, printHcl, type Resource, templates, terraformLabel } from '../../target/index.js';
import { analysisFields, logFormatOf } from './format.js';

/** Where the records go. */
export type Destination =
  | { readonly kind: 's3'; readonly arn: string }
  | { readonly kind: 'cloudwatch'; readonly logGroup: string; readonly roleArn: string };

export interface EnableRequest {
  readonly vpcIds: readonly string[];
  readonly destination: Destination;
}

export const enableFormats = ['cli', 'terraform', 'cloudformation'] as const;
export type EnableFormat = (typeof enableFormats)[number];

/** All traffic, in the shortest interval: what was rejected is needed too, and times get no better than this. */
const traffic = 'ALL';
const intervalSeconds = 60;
/** Partitions that Athena prunes by: an hour is the least that a query has to read (VPC User Guide, flow log files). */
const files = { format: 'plain-text', hive: true, hourly: true };

/** The text that switches flow logs on for VPCs, in the format that the analysis wants. Nothing is run. */
export function enableText(request: EnableRequest, format: EnableFormat): string {
  switch (format) {
    case 'cli':
      return request.vpcIds.map((vpcId) => cliLine(vpcId, request.destination)).join('\n');
    case 'terraform':
      return printHcl(request.vpcIds.map((vpcId) => terraformBlock(vpcId, request.destination)));
    case 'cloudformation':
      return templates(
        'flow-logs',
        request.vpcIds.map((vpcId) => cloudFormation(vpcId, request.destination)),
        [],
        'VPC flow logs in the format that an analysis of outbound traffic wants',
      )
        .map(({ text }) => text)
        .join('');
  }
}

function cliLine(vpcId: string, destination: Destination): string {
  const options: (readonly [flag: string, value: string])[] = [
    ['resource-type', 'VPC'],
    ['resource-ids', vpcId],
    ['traffic-type', traffic],
    ['max-aggregation-interval', String(intervalSeconds)],
    ...(destination.kind === 's3'
      ? ([
          ['log-destination-type', 's3'],
          ['log-destination', quoted(destination.arn)],
          [
            'destination-options',
            `FileFormat=${files.format},HiveCompatiblePartitions=${files.hive},PerHourPartition=${files.hourly}`,
          ],
        ] as const)
      : ([
          ['log-destination-type', 'cloud-watch-logs'],
          ['log-group-name', quoted(destination.logGroup)],
          ['deliver-logs-permission-arn', quoted(destination.roleArn)],
        ] as const)),
    ['log-format', `'${logFormatOf(analysisFields)}'`],
  ];
  return `aws ec2 create-flow-logs \\\n${options.map(([flag, value]) => `  --${flag} ${value}`).join(' \\\n')}\n`;
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function terraformBlock(vpcId: string, destination: Destination): HclBlock {
  const isS3 = destination.kind === 's3';
  return {
    type: 'resource',
    labels: ['aws_flow_log', terraformLabel(vpcId)],
    attributes: {
      vpc_id: vpcId,
      traffic_type: traffic,
      max_aggregation_interval: intervalSeconds,
      log_destination_type: isS3 ? 's3' : 'cloud-watch-logs',
      log_destination: isS3 ? destination.arn : undefined,
      log_group_name: isS3 ? undefined : destination.logGroup,
      iam_role_arn: isS3 ? undefined : destination.roleArn,
      log_format: logFormatOf(analysisFields),
    },
    blocks: isS3
      ? [
          {
            type: 'destination_options',
            attributes: {
              file_format: files.format,
              hive_compatible_partitions: files.hive,
              per_hour_partition: files.hourly,
            },
          },
        ]
      : [],
  };
}

function cloudFormation(vpcId: string, destination: Destination): readonly [string, Resource] {
  const isS3 = destination.kind === 's3';
  return [
    `FlowLog${vpcId.replaceAll(/[^A-Za-z0-9]/g, '')}`,
    {
      Type: 'AWS::EC2::FlowLog',
      Properties: {
        ResourceType: 'VPC',
        ResourceId: vpcId,
        TrafficType: traffic,
        MaxAggregationInterval: intervalSeconds,
        LogDestinationType: isS3 ? 's3' : 'cloud-watch-logs',
        LogDestination: isS3 ? destination.arn : undefined,
        LogGroupName: isS3 ? undefined : destination.logGroup,
        DeliverLogsPermissionArn: isS3 ? undefined : destination.roleArn,
        DestinationOptions: isS3
          ? {
              FileFormat: files.format,
              HiveCompatiblePartitions: files.hive,
              PerHourPartition: files.hourly,
            }
          : undefined,
        LogFormat: logFormatOf(analysisFields),
      },
    },
  ];
}
