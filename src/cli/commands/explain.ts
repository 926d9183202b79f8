import { type Answer, answerFor, answerOptions } from '../answer.js';
import type { App } from '../command.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { ledgerOptions, readDecisions } from '../ledger-options.js';
import { parseNeed } from '../need-text.js';
import { paintFor } from '../paint.js';
import { reportText } from '../report-text.js';
import { readPathArgument } from '../shared-options.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';

type Selector = Parameters<App['explainNeeds']>[1];

export const explain = defineCommand({
  name: 'explain',
  group: 'see',
  summary: 'Show the records behind a row of the outbound inventory, and why it was decided so.',
  detail: [
    'NEED is the id that `sluice outbound` shows, the address of a destination, or both ends in quotes: SOURCE -> DESTINATION PROTOCOL/PORT. SOURCE is an address, an interface or a workload; PROTOCOL and PORT may be left out.',
    'Where there is a ledger, it also says which line decides, and which others speak.',
  ],
  args: [{ name: 'NEED', doc: 'An id, an address, or both ends in quotes.' }, readPathArgument],
  options: {
    rows: { type: 'integer', default: 10, doc: 'Conversations and records to show.' },
    format: { type: 'choice', choices: ['text', 'json'], default: 'text', doc: 'How it is printed.' },
    ...ledgerOptions,
    ...answerOptions,
  },
  examples: [
    { line: "sluice explain '10.32.19.13 -> 185.112.83.10 tcp/443'", doc: 'One source and one destination' },
    {
      line: 'sluice explain 185.112.83.10 --rows 50 --format json',
      doc: 'Everything to one address, for a program',
    },
  ],
  async run(context) {
    const { options, terminal } = context;
    const app = await context.app();
    const [asked = '', ...paths] = context.args;
    const need = parseNeed(asked);
    return answerFor(app, { ...context, args: paths }, async (answer) => {
      const { session } = answer.opened;
      const selector = need.kind === 'id' ? await byId(app, answer, need.id) : byEnds(app, answer, need);
      const limits = { conversations: options.rows, records: options.rows };
      const explanation = await app.explainNeeds(session, selector, limits);
      const sources = new Map(session.contents.sources.map((source) => [source.sourceId, source.path]));
      const remarks = await ledgerRemarks(app, answer, options.ledger, terminal);
      if (options.format === 'json') {
        await terminal.print(app.renderExplanationJson(explanation, sources, remarks));
      } else {
        const report = app.buildExplanation(asked, explanation, sources, remarks);
        const settings = { columns: terminal.columns, paint: paintFor(terminal.color) };
        await terminal.print(reportText(report, app, settings));
      }
      return explanation.needsTotal === 0 ? exit.failed : exit.ok;
    });
  },
});

/** Which line of the ledger decides, and which others speak; nothing without a ledger. */
async function ledgerRemarks(app: App, answer: Answer, ledger: string | undefined, terminal: Terminal) {
  const decisionOf = await readDecisions(app, answer, ledger, terminal);
  if (decisionOf === undefined) return undefined;
  return {
    sentences: (need: AnyNeed) => app.decisionSentences(decisionOf(need)),
    members: (need: AnyNeed) => ({ ledger: app.decisionJson(decisionOf(need)) }),
  };
}

type AnyNeed = Parameters<App['needId']>[0];

/** The id of a row by source, by interface or by workload; the row says what to select. */
async function byId(app: App, answer: Answer, id: string): Promise<Selector> {
  const needs = await answer.needs();
  for (const by of ['source', 'interface', 'workload'] as const) {
    const first = app.groupsBy(by, needs).find((group) => group.id === id)?.first;
    if (first === undefined) continue;
    const { destinationAddress: destination, protocol, port, workload } = first;
    const interfaceId = first.interfaceId ?? undefined;
    const target = { destination, protocol, port };
    if (by === 'workload') return { workload, ...target };
    const place = interfaceId === undefined ? {} : { interfaceId };
    return by === 'source' ? { ...place, source: first.sourceAddress, ...target } : { ...place, ...target };
  }
  throw new UsageError(
    'sluice explain',
    `No row of the inventory has the id \`${id}\`.`,
    'sluice outbound lists the ids; they are made of what a row is about',
  );
}

function byEnds(
  app: App,
  answer: Answer,
  need: { source: string | null; destination: string; protocol: string | null; port: number | null },
): Selector {
  const protocol = need.protocol === null ? undefined : app.protocolNumber(need.protocol);
  if (need.protocol !== null && protocol === undefined) {
    throw new UsageError(
      'sluice explain',
      `\`${need.protocol}\` is no protocol.`,
      'write tcp, udp, icmp or a number',
    );
  }
  const destination = need.destination.toLowerCase();
  if (app.parseAddress(destination) === undefined) {
    throw new UsageError(
      'sluice explain',
      `\`${need.destination}\` is no address.`,
      "write the destination as an address and the port after it: 'SOURCE -> 198.51.100.7 tcp/443'",
    );
  }
  return {
    ...sourceOf(app, answer, need.source),
    destination,
    ...(protocol === undefined ? {} : { protocol }),
    ...(need.port === null ? {} : { port: need.port }),
  };
}

function sourceOf(app: App, { analysis }: Answer, source: string | null): Selector {
  if (source === null) return {};
  if (source.startsWith('eni-')) return { interfaceId: source };
  if (app.parseAddress(source) !== undefined) return { source };
  const names = analysis.workloads.map((each) => each.workload);
  if (names.includes(source)) return { workload: source };
  throw new UsageError(
    'sluice explain',
    `\`${source}\` is no address, interface or workload.`,
    `the workloads are ${names.join(', ')}`,
  );
}
