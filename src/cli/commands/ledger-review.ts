import { userInfo } from 'node:os';
import { answerFor, answerOptions } from '../answer.js';
import type { App } from '../command.js';
import { defineCommand } from '../define.js';
import { ledgerOptions, locateLedger } from '../ledger-options.js';
import type { OptionSpecs, OptionValues } from '../options.js';
import { paintFor } from '../paint.js';
import type { Need } from '../review/card.js';
import { listenToKeys } from '../review/keys.js';
import { walkThrough } from '../review/walk.js';
import { checkNames } from '../selection.js';
import { readPathArgument } from '../shared-options.js';
import { UsageError } from '../usage-error.js';

const filterOptions = {
  workload: { type: 'text', many: true, placeholder: 'NAME', doc: 'Only what this workload opened.' },
  portClass: {
    type: 'text',
    many: true,
    placeholder: 'NAME',
    doc: 'Only ports of this class, for example admin.',
  },
  proposal: {
    type: 'choice',
    choices: ['allow', 'deny', 'look'],
    many: true,
    placeholder: 'LIST',
    doc: 'Only needs for which this is proposed.',
  },
} as const satisfies OptionSpecs;

export const ledgerReview = defineCommand({
  name: 'ledger review',
  group: 'decide',
  summary: 'Walk through the undecided needs, with the evidence for each, and decide.',
  detail: [
    'Each need is shown with what is known of it and a proposal that decides nothing. A key answers: a allow, d deny, s skip, w widen to a group, prefix list, service or block, m the same answer for many alike, u undo, q quit; ? lists all.',
    'Every decision is written to the ledger at once. Keys may also come through a pipe.',
  ],
  args: [readPathArgument],
  options: {
    ...ledgerOptions,
    by: { type: 'text', placeholder: 'NAME', doc: 'Who decides. Default: the name of the account.' },
    owner: { type: 'text', default: '', placeholder: 'NAME', doc: 'Noted with each decision.' },
    ticket: { type: 'text', default: '', placeholder: 'ID', doc: 'Noted with each decision.' },
    expires: {
      type: 'text',
      default: '',
      placeholder: 'DAY',
      doc: 'Last day on which the decisions hold: 2027-03-31.',
    },
    ...filterOptions,
    ...answerOptions,
  },
  examples: [
    { line: 'sluice ledger review', doc: 'Walk through all that is undecided' },
    { line: 'sluice ledger review --proposal deny --ticket NET-42', doc: 'What looks wrong first' },
  ],
  async run(context) {
    const { options, terminal, signal } = context;
    const app = await context.app();
    const expires = app.readDay(options.expires);
    if (!('value' in expires)) throw new UsageError('sluice ledger review', expires.message, expires.help);
    const path = await locateLedger(app, options.ledger, terminal.cwd);
    return answerFor(app, context, async (answer) => {
      const review = await app.Review.open(answer.opened, path);
      const keys = listenToKeys(terminal.stdin, signal);
      try {
        checkFilters(app, review.needs, options);
        const queue = review.undecided.filter((need) =>
          isAsked(need, options, review.proposalFor(need).answer),
        );
        const before = review.undecided.length;
        if (queue.length === 0) terminal.note(nothingToDo(app, before));
        const { owner, ticket } = options;
        const decidedBy = options.by ?? userInfo().username;
        const note = { reason: '', owner, ticket, expires: expires.value ?? '', decidedBy };
        const paint = paintFor(terminal.color);
        const ids = queue.map((need) => need.facts.id);
        const code = await walkThrough({ app, review, keys, terminal, paint, note, queue: ids });
        const left = review.undecided.length;
        terminal.note(`${app.plural(before - left, 'need')} decided, ${left} undecided: ${path}`);
        return code;
      } finally {
        keys.close();
        await review.close();
      }
    });
  },
});

function isAsked(need: Need, options: OptionValues<typeof filterOptions>, proposal: string): boolean {
  const { workload, portClass } = need.group.first;
  if (options.workload.length > 0 && !options.workload.includes(workload)) return false;
  if (options.portClass.length > 0 && !options.portClass.includes(portClass ?? '')) return false;
  return options.proposal.length === 0 || options.proposal.some((each) => each === proposal);
}

function checkFilters(app: App, needs: readonly Need[], options: OptionValues<typeof filterOptions>): void {
  const firsts = needs.map((need) => need.group.first);
  const classes = firsts.flatMap((each) => each.portClass ?? []);
  const [command, known] = ['sluice ledger review', Object.keys(app.builtInPortClasses)];
  checkNames(command, '--port-class', options.portClass, [...known, ...classes]);
  checkNames(
    command,
    '--workload',
    options.workload,
    firsts.map((each) => each.workload),
  );
}

function nothingToDo(app: App, undecided: number): string {
  if (undecided === 0) return 'Every need is decided.';
  return `None of the ${app.plural(undecided, 'undecided need')} is of that kind.`;
}
