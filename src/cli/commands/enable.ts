import type { App } from '../command.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { showDiagnostics } from '../show-diagnostics.js';
import { UsageError } from '../usage-error.js';

const words = 'sluice enable';

export const enable = defineCommand({
  name: 'enable',
  group: 'start',
  summary: 'Print what switches flow logs on in the format this analysis wants, and what existing ones lack.',
  detail: [
    'All traffic, records of 60 seconds, and the fields that tell who opened a connection and where it went. Nothing is run. A flow log cannot be changed: make a new one, and delete the old one when the new one delivers.',
    'VPCs come from --vpc-id, else from the inventory. Standard error says what the flow logs of the inventory lack.',
  ],
  args: [],
  options: {
    vpcId: { type: 'text', placeholder: 'ID', many: true, doc: 'The VPC. May be given several times.' },
    bucket: {
      type: 'text',
      placeholder: 'NAME',
      doc: 'The S3 bucket that receives the files: its name or ARN, with a prefix behind a slash.',
    },
    logGroup: { type: 'text', placeholder: 'NAME', doc: 'A CloudWatch log group instead of a bucket.' },
    role: {
      type: 'text',
      placeholder: 'ARN',
      doc: 'The role that lets flow logs write into the log group.',
    },
    format: {
      type: 'choice',
      choices: ['cli', 'terraform', 'cloudformation'],
      default: 'cli',
      doc: 'What is printed.',
    },
    inventory: {
      type: 'path',
      placeholder: 'DIR',
      many: true,
      doc: 'Folder with the output of `aws ec2 describe-…`.',
    },
  },
  examples: [
    {
      line: 'sluice enable --vpc-id vpc-0f1e2d3c4b5a69788 --bucket acme-flow-logs',
      doc: 'The line for the AWS CLI',
    },
    {
      line: 'sluice enable --inventory inventory --bucket acme-flow-logs --format terraform > flow-logs.tf',
      doc: 'Every VPC of the inventory, as Terraform',
    },
  ],
  async run({ app, options, terminal }) {
    const use = await app();
    const destination = destinationOf(options);
    const { inventory, diagnostics } = await use.resolveSetting({
      from: terminal.cwd,
      inventory: options.inventory,
    });
    showDiagnostics(use, terminal, diagnostics);
    const vpcIds = options.vpcId.length > 0 ? options.vpcId : inventory.vpcs.map(({ id }) => id);
    if (vpcIds.length === 0) {
      const cure = 'give --vpc-id, or --inventory with the output of describe-vpcs';
      throw new UsageError(words, 'No VPC is known.', cure);
    }
    await terminal.print(use.enableText({ vpcIds, destination }, options.format));
    for (const { id, resource, problem } of use.flowLogLacks(inventory)) {
      terminal.note(`${id}${resource === null || resource === id ? '' : ` (${resource})`}: ${problem}`);
    }
    return exit.ok;
  },
});

interface Given {
  readonly bucket: string | undefined;
  readonly logGroup: string | undefined;
  readonly role: string | undefined;
}

function destinationOf({ bucket, logGroup, role }: Given): Parameters<App['enableText']>[0]['destination'] {
  if ((bucket === undefined) === (logGroup === undefined)) {
    throw new UsageError(
      words,
      bucket === undefined ? 'Where the records go is missing.' : 'There are two places for the records.',
      'give --bucket or --log-group',
    );
  }
  if (bucket !== undefined) {
    return { kind: 's3', arn: bucket.startsWith('arn:') ? bucket : `arn:aws:s3:::${bucket}` };
  }
  if (role === undefined) {
    throw new UsageError(words, '`--role` is missing.', 'give the role that writes into the log group');
  }
  return { kind: 'cloudwatch', logGroup: logGroup ?? '', roleArn: role };
}
