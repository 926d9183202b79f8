import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { printTable, tableFormats } from '../output.js';
import { showDiagnostics } from '../show-diagnostics.js';

export const inventoryCommands = defineCommand({
  name: 'inventory commands',
  group: 'start',
  summary: 'Print the lines that describe the VPC with the AWS CLI; they only read.',
  args: [],
  options: {
    region: { type: 'text', placeholder: 'NAME', doc: 'Region to ask; default is the one of the AWS CLI.' },
    profile: { type: 'text', placeholder: 'NAME', doc: 'Profile of the AWS CLI.' },
    vpcId: { type: 'text', placeholder: 'ID', doc: 'Describe one VPC only.' },
    folder: {
      type: 'path',
      placeholder: 'DIR',
      default: 'inventory',
      doc: 'Folder that the lines write to.',
    },
  },
  examples: [
    { line: 'sluice inventory commands', doc: 'Print the lines' },
    {
      line: 'sluice inventory commands --vpc-id vpc-0f1e2d3c4b5a69788 > describe.sh',
      doc: 'As a script, for one VPC',
    },
  ],
  async run({ app, options, terminal }) {
    const { inventoryCommands: lines } = await app();
    await terminal.print(`${lines(options).join('\n')}\n`);
    return exit.ok;
  },
});

export const inventoryShow = defineCommand({
  name: 'inventory show',
  group: 'start',
  summary: 'Show what an inventory says of the interfaces: role, owner, workload, addresses.',
  args: [{ name: 'DIR', doc: 'Folder with the output of `aws ec2 describe-…`.', optional: true, many: true }],
  options: {
    format: { type: 'choice', choices: tableFormats, default: 'table', doc: 'How it is printed.' },
  },
  examples: [
    { line: 'sluice inventory show inventory', doc: 'Check roles and owners before they are relied on' },
  ],
  async run({ app, args, options, terminal }) {
    const use = await app();
    const { inventory, diagnostics } = await use.openInventory(args, terminal.cwd);
    showDiagnostics(use, terminal, diagnostics);
    const table = use.interfaceTable(inventory);
    const output = { kind: 'inventory', forPeople: table, forPrograms: table, more: 'another format' };
    await printTable(use, terminal, options.format, output);
    return exit.ok;
  },
});
