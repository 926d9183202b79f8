import { join } from 'node:path';
import { answerFor, answerOptions } from '../answer.js';
import type { App, CommandContext } from '../command.js';
import { defineCommand } from '../define.js';
import { type ExitCode, exit } from '../exit.js';
import type { OptionSpecs } from '../options.js';
import { printTable, type TableFormat } from '../output.js';
import { readPathArgument } from '../shared-options.js';
import { showDiagnostics } from '../show-diagnostics.js';
import { UsageError } from '../usage-error.js';

const words = 'sluice policy export';

const exportOptions = {
  policy: {
    type: 'path',
    placeholder: 'FILE',
    doc: 'The policy. Default: `policy/egress.json` beside `sluice.yaml`, else in the current folder.',
  },
  target: {
    type: 'choice',
    choices: ['security-groups', 'network-acls', 'network-firewall'],
    default: 'security-groups',
    doc: 'The platform.',
  },
  as: {
    type: 'choice',
    choices: ['terraform', 'cloudformation', 'cli', 'table', 'markdown', 'csv', 'json'],
    default: 'terraform',
    doc: 'Files for Terraform, CloudFormation or `--cli-input-json` of the AWS CLI; or a list on standard output.',
  },
  out: {
    type: 'path',
    placeholder: 'DIR',
    doc: 'Where the files are written; `-` prints them. Default: `policy/TARGET` beside the policy.',
  },
  workload: { type: 'text', many: true, placeholder: 'NAME', doc: 'Export only this workload.' },
  newGroups: {
    type: 'flag',
    doc: 'Security groups: make groups of their own, attached to nothing, instead of adding rules to those there are.',
  },
  maxGroupRules: {
    type: 'integer',
    default: 60,
    doc: 'Security groups: the quota of rules, when it was raised.',
  },
  maxAclEntries: {
    type: 'integer',
    default: 20,
    doc: 'Network ACLs: the quota of entries, when it was raised.',
  },
  shareSubnets: {
    type: 'flag',
    doc: 'Network ACLs: accept that workloads in one subnet may open what any of them may.',
  },
  wideReplies: {
    type: 'flag',
    doc: 'Network ACLs: let replies in from everywhere, in one entry a protocol.',
  },
  firewallRules: {
    type: 'choice',
    choices: ['suricata', 'tuples', 'domains'],
    default: 'suricata',
    doc: 'Network Firewall: Suricata text, 5-tuple rules, or domain lists.',
  },
  firewallOrder: {
    type: 'choice',
    choices: ['strict', 'default'],
    default: 'strict',
    doc: 'Network Firewall: in which order rules are evaluated.',
  },
  firewallMode: {
    type: 'choice',
    choices: ['enforce', 'alert'],
    default: 'enforce',
    doc: 'Network Firewall: drop what no rule passes, or only report it.',
  },
  account: { type: 'text', placeholder: 'ID', doc: 'Account for the ARNs in files for the AWS CLI.' },
  region: { type: 'text', placeholder: 'NAME', doc: 'Region for the ARNs in files for the AWS CLI.' },
} as const satisfies OptionSpecs;

type Context = CommandContext<typeof exportOptions & typeof answerOptions>;
type Sides = Pick<Parameters<App['exportPolicy']>[0], 'inventory' | 'served'>;

export const policyExport = defineCommand({
  name: 'policy export',
  group: 'rules',
  summary: 'Write a policy for security groups, network ACLs or Network Firewall.',
  detail: [
    'Files only: nothing is applied to an account. What the platform cannot say is refused, and then no file is written.',
    'Network ACLs also stop inbound connections, so they need the flow logs: PATH, or the lake.',
  ],
  args: [readPathArgument],
  options: { ...exportOptions, ...answerOptions },
  examples: [
    {
      line: 'sluice policy derive logs --assume allow-accepted --max-rules 200 && sluice policy export --inventory inventory --max-group-rules 200',
      doc: 'Rules for the security groups there are, as Terraform',
    },
    {
      line: 'sluice policy export --inventory inventory --target network-firewall --as cloudformation --out -',
      doc: 'A stateful rule group and a firewall policy, printed',
    },
  ],
  async run(context) {
    const { options, terminal, args } = context;
    const app = await context.app();
    const path = app.policyPath(options.policy, await app.loadWorkspace(terminal.cwd), terminal.cwd);
    const { policy, diagnostics, text } = await app.loadPolicy(path);
    for (const each of diagnostics) terminal.note(app.formatDiagnostic(each, text));
    if (options.target !== 'network-acls') {
      if (args.length > 0) {
        const cure = 'leave PATH out, or give --target network-acls';
        throw new UsageError(words, `\`${options.target}\` needs no flow logs.`, cure);
      }
      const setting = await app.resolveSetting({
        from: terminal.cwd,
        inventory: options.inventory,
        ...(options.lake === undefined ? {} : { lake: options.lake }),
      });
      showDiagnostics(app, terminal, setting.diagnostics);
      return write(app, context, path, policy, { inventory: setting.inventory, served: null });
    }
    return answerFor(app, context, async ({ opened }) => {
      const { inventory } = opened.setting;
      const served = await app.servedPorts(opened.session, inventory);
      return write(app, context, path, policy, { inventory, served });
    });
  },
});

async function write(
  app: App,
  { options, terminal }: Context,
  policyPath: string,
  policy: Awaited<ReturnType<App['loadPolicy']>>['policy'],
  sides: Sides,
): Promise<ExitCode> {
  const exported = app.exportPolicy({
    policy,
    policyPath,
    ...sides,
    target: options.target,
    workloads: options.workload,
    account: options.account ?? null,
    region: options.region ?? null,
    options,
  });
  const format = options.as;
  if (format !== 'terraform' && format !== 'cloudformation' && format !== 'cli') {
    return list(app, terminal, format, exported.rows);
  }
  const files = exported.files(format);
  if (options.out === '-') {
    await terminal.print(files.map((file) => file.text).join('\n'));
  } else {
    const folder = options.out ?? join(policyPath, '..', options.target);
    for (const path of await app.writeFiles(folder, files)) terminal.note(`Wrote ${path}.`);
    // The files for Terraform and CloudFormation carry them.
    if (format === 'cli') for (const note of exported.notes) terminal.note(note);
  }
  return exit.ok;
}

async function list(
  app: App,
  terminal: Context['terminal'],
  format: TableFormat,
  rows: Parameters<App['draftTable']>[0],
): Promise<ExitCode> {
  const table = app.draftTable(rows);
  const output = { kind: 'policy-export', forPeople: table, forPrograms: table, more: 'another format' };
  await printTable(app, terminal, format, output);
  return exit.ok;
}
