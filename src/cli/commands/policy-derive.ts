import { answerFor, answerOptions } from '../answer.js';
import type { App } from '../command.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { ledgerOptions, locateLedger } from '../ledger-options.js';
import type { OptionSpecs, OptionValues } from '../options.js';
import { paintFor } from '../paint.js';
import { reportText } from '../report-text.js';
import { readPathArgument } from '../shared-options.js';
import { showDiagnostics } from '../show-diagnostics.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';

type Derived = Awaited<ReturnType<App['derivePolicyFrom']>>;

const deriveOptions = {
  ...ledgerOptions,
  workload: {
    type: 'text',
    many: true,
    placeholder: 'NAME',
    doc: 'Show only this workload; the policy is derived for all.',
  },
  maxRules: {
    type: 'integer',
    default: 60,
    doc: 'Most rules of a workload for each of IPv4 and IPv6: the quota of a security group in one direction. Addresses are merged until they fit, with the least excess.',
  },
  maxExcess: {
    type: 'text',
    placeholder: 'COUNT',
    doc: 'Most excess of a workload (addresses × ports beyond what was allowed). The policy then has as few rules as that permits.',
  },
  tradeOff: { type: 'flag', doc: 'Also show how much excess other numbers of rules would have.' },
  eachPort: {
    type: 'flag',
    doc: 'Give every ephemeral port its own rule, where otherwise five or more of one destination become one range.',
  },
  assume: {
    type: 'choice',
    choices: ['nothing', 'allow-accepted'],
    default: 'nothing',
    doc: 'For a first look: `allow-accepted` takes every need that was accepted, and that nobody has decided about, as allowed.',
  },
  out: {
    type: 'path',
    placeholder: 'FILE',
    doc: 'Where the policy is written. Default: `policy/egress.json` beside `sluice.yaml`, else in the current folder.',
  },
  dryRun: { type: 'flag', doc: 'Show the policy and write nothing.' },
  format: {
    type: 'choice',
    choices: ['table', 'json', 'csv', 'markdown'],
    default: 'table',
    doc: 'What is printed; `json` is the text of the file.',
  },
} as const satisfies OptionSpecs;

export const policyDerive = defineCommand({
  name: 'policy derive',
  group: 'rules',
  summary: 'Derive the least egress policy from what the ledger allows, and write it to policy/egress.json.',
  detail: [
    'Every need and every line that allows gets its rule; what is denied, or undecided though it was seen, gets none. Security groups come before prefix lists, and these before CIDR blocks.',
    'What does not fit is refused with what would make it fit. Nothing is applied to an account.',
  ],
  args: [readPathArgument],
  options: { ...deriveOptions, ...answerOptions },
  examples: [
    {
      line: 'sluice policy derive logs --assume allow-accepted',
      doc: 'A first look, before anything is decided; without --assume the ledger decides',
    },
    {
      line: 'sluice policy derive --assume allow-accepted --max-rules 20 --trade-off --dry-run',
      doc: 'Fewer rules, and what that costs; nothing is written',
    },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    const maxExcess = readExcess(options.maxExcess);
    const ledgerPath = await locateLedger(app, options.ledger, terminal.cwd);
    return answerFor(app, context, async ({ opened }) => {
      const derived = await app.derivePolicyFrom(opened, {
        ledgerPath,
        assume: options.assume,
        maxRules: options.maxRules,
        joinPorts: !options.eachPort,
        tradeOff: options.tradeOff,
        ...(maxExcess === undefined ? {} : { maxExcess }),
        shown: options.workload,
      });
      showDiagnostics(app, terminal, derived.derivation.diagnostics);
      if (derived.policy === undefined && !options.tradeOff) return exit.failed;
      await printPolicy(app, terminal, derived, options);
      if (derived.policy === undefined) return exit.failed;
      if (options.dryRun) return exit.ok;
      const path = app.policyPath(options.out, await app.loadWorkspace(terminal.cwd), terminal.cwd);
      await app.savePolicy(path, derived.policy);
      terminal.note(`Wrote ${path}.`);
      return exit.ok;
    });
  },
});

function readExcess(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,40}$/.test(text)) return BigInt(text);
  throw new UsageError(
    'sluice policy derive',
    `\`--max-excess\` takes a whole number from 0, not \`${text}\`.`,
  );
}

async function printPolicy(
  app: App,
  terminal: Terminal,
  derived: Derived,
  options: OptionValues<typeof deriveOptions>,
): Promise<void> {
  const { policy } = derived;
  const shown = options.workload.length === 0 ? {} : { workloads: options.workload };
  switch (options.format) {
    case 'json':
      return terminal.print(policy === undefined ? '' : app.writePolicy(policy));
    case 'csv': {
      const workloads = policy?.workloads ?? [];
      const rules = workloads.flatMap(({ place: { workload }, rules: each }) =>
        each.map((rule) => ({ workload, rule })),
      );
      const asked = rules.filter(({ workload }) => shown.workloads?.includes(workload) ?? true);
      return terminal.print(app.renderCsv(app.ruleTableForPrograms(asked)));
    }
    case 'markdown':
      return terminal.print(app.renderMarkdown(app.policyReport(derived, shown)));
    default: {
      const settings = { columns: terminal.columns, paint: paintFor(terminal.color) };
      return terminal.print(reportText(app.policyReport(derived, shown), app, settings));
    }
  }
}
