import type { ArgumentSpec } from './command.js';
import type { OptionSpecs } from './options.js';

export const readPathArgument: ArgumentSpec = {
  name: 'PATH',
  doc: 'Flow logs: files, folders, patterns, or `-` for standard input.',
  optional: true,
  many: true,
};

/** Where the lake lies, and how much of the machine the engine may take. */
export const lakeOptions = {
  lake: {
    type: 'path',
    placeholder: 'DIR',
    doc: 'The lake: Parquet files and a catalogue. Default: `.sluice` beside `sluice.yaml`, else in the current folder.',
  },
  memoryLimit: {
    type: 'size',
    doc: "Most memory the engine takes, such as `2GB`. Default: half of the machine's, at most 4 GB.",
  },
  threads: { type: 'integer', doc: 'Threads of the engine. Default: one for each core.' },
} as const satisfies OptionSpecs;

export const progressOptions = {
  progress: {
    type: 'choice',
    choices: ['auto', 'on', 'off', 'json'],
    default: 'auto',
    doc: 'Progress on standard error: `auto` draws a line on a terminal and is quiet in a pipe; `on` also writes a line every few seconds without a terminal; `json` writes JSON lines.',
  },
} as const satisfies OptionSpecs;

/** How log files are read. */
export const readingOptions = {
  logFormat: {
    type: 'text',
    placeholder: 'FORMAT',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS writes a log format this way.
    doc: "Fields of files without a header line, as DescribeFlowLogs prints them: `'${version} ${srcaddr} …'`.",
  },
  strict: { type: 'flag', doc: 'Fail (exit 1) when a line of a log is rejected.' },
} as const satisfies OptionSpecs;

/** What the analysis is told about the network and the time. */
export const meaningOptions = {
  inventory: {
    type: 'path',
    placeholder: 'DIR',
    many: true,
    doc: 'Folder with the output of `aws ec2 describe-…`; `sluice inventory commands` prints the lines to run.',
  },
  vpcCidr: {
    type: 'text',
    placeholder: 'CIDR',
    many: true,
    doc: "The VPC's own address range, when there is no inventory. May be given several times.",
  },
  ipRanges: {
    type: 'path',
    placeholder: 'FILE',
    doc: 'ip-ranges.json as AWS publishes it, to name the AWS services behind public addresses.',
  },
  from: {
    type: 'time',
    doc: 'Start of the time looked at: ISO 8601 (UTC unless it has a zone) or Unix time.',
  },
  to: { type: 'time', doc: 'End of the time looked at, exclusive.' },
} as const satisfies OptionSpecs;

export const failOnChoices = ['unexpected', 'rejected', 'unanswered', 'undecided', 'admin', 'gap'] as const;

export const failOnOptions = {
  failOn: {
    type: 'choice',
    placeholder: 'LIST',
    choices: failOnChoices,
    many: true,
    doc: 'Exit with 3 when the answer holds any of: unexpected, rejected, unanswered, undecided, admin (an administration port), gap (coverage is not complete). Separated by commas.',
  },
} as const satisfies OptionSpecs;

/** Rules to try, and the decisions to hold them against. */
export const policyOptions = {
  policy: {
    type: 'path',
    placeholder: 'FILE',
    many: true,
    doc: 'Rules to try, a file or a folder of them: `policy/egress.json`, output of `aws ec2 describe-security-groups`, `describe-network-acls`, `describe-route-tables`, of `aws network-firewall describe-rule-group`, `describe-firewall-policy`, or of `terraform show -json`. May be given several times.',
  },
  ledger: {
    type: 'path',
    placeholder: 'FILE',
    doc: 'Decisions on needs. Default: `ledger.csv` beside `sluice.yaml`, else in the current folder.',
  },
} as const satisfies OptionSpecs;
