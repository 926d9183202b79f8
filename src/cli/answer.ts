import { relative, resolve } from 'node:path';
import type { App, CommandContext } from './command.js';
import { engineFlags, engineOptions, engineRequest, trinoTableWords } from './engine-options.js';
import { type ExitCode, exit } from './exit.js';
import { ingestNotes } from './ingest-text.js';
import { createProgress, type Progress, untilEnd } from './progress.js';
import {
  type failOnChoices,
  lakeOptions,
  meaningOptions,
  progressOptions,
  readingOptions,
} from './shared-options.js';
import { showDiagnostics } from './show-diagnostics.js';

/** Options of what reads logs or the lake and runs on this machine. */
export const localAnswerOptions = {
  ...lakeOptions,
  ...meaningOptions,
  ...readingOptions,
  ...progressOptions,
} as const;

/** Options of every command that answers from the analysis of logs or of the lake. */
export const answerOptions = { ...localAnswerOptions, ...engineOptions } as const;

type LocalContext = CommandContext<typeof localAnswerOptions>;
type Context = CommandContext<typeof answerOptions>;
type Opened = Awaited<ReturnType<App['openAnalysis']>>;

export interface Answer {
  readonly opened: Opened;
  readonly analysis: Awaited<ReturnType<App['readAnalysis']>>;
  readonly reportInput: Parameters<App['buildReport']>[0];
  /** All needs, also those beyond what the answer lists. */
  needs(): Promise<readonly Parameters<App['needId']>[0][]>;
}

/** Takes in what was named, analyses, hands the answer over until the signal stops it, and closes everything whatever happens. */
export async function answerFor(
  app: App,
  context: Context,
  use: (answer: Answer) => Promise<ExitCode>,
): Promise<ExitCode> {
  const words = { bytes: app.formatBytes, count: app.formatCount };
  const progress = untilEnd(createProgress(context.options.progress, context.terminal, words));
  const asked = { ...requestOf(context, progress), ...engineRequest(context.options, progress) };
  let opened: Opened | undefined;
  try {
    opened = await app.openAnalysis(asked);
    const found = opened;
    return await found.session.untilStopped(async () => {
      const answer = await readAnswer(app, context, found, progress);
      const code = await use(answer);
      return unreadFiles(context, found) && code === exit.ok ? exit.failed : code;
    });
  } finally {
    progress.end();
    await opened?.session.close();
  }
}

async function readAnswer(app: App, context: Context, opened: Opened, progress: Progress): Promise<Answer> {
  const { terminal } = context;
  const analysis = await app.readAnalysis(opened.session);
  progress.end();
  showDiagnostics(app, terminal, opened.setting.diagnostics);
  sayInventory(context, opened);
  if (opened.ingest !== null) {
    const { ingest, setting } = opened;
    for (const line of ingestNotes(app, ingest, setting.inventoryPaths)) terminal.note(line);
  }
  if (analysis.totals.records === 0) sayEmpty(app, context, opened);
  const reportInput = {
    analysis,
    sums: await app.readSums(opened.session),
    version: context.version,
    vpcIds: opened.setting.inventory.vpcs.map((vpc) => vpc.id),
    sources: sourcesOf(context, opened),
    inventorySource: inventoryWords(context, opened),
    account: opened.ingest?.named ?? null,
    flags: flagsOf(context),
  };
  return { opened, analysis, reportInput, needs: () => allNeeds(app, opened, analysis) };
}

/** What was read: the paths that were named, else the lake; on a Trino its table. */
function sourcesOf(context: Context, { setting }: Opened): readonly string[] {
  const { args, options } = context;
  const table = trinoTableWords(options);
  if (table !== undefined) return [...args, table];
  return args.length > 0 ? args : [nearPath(context, setting.lakePath)];
}

export function requestOf(context: LocalContext, progress: Progress): Parameters<App['openAnalysis']>[0] {
  const { options, args, terminal, signal } = context;
  return {
    ...settingOf(context),
    paths: args,
    from: terminal.cwd,
    signal,
    strict: options.strict,
    ...(options.logFormat === undefined ? {} : { logFormat: options.logFormat }),
    ...(options.from === undefined ? {} : { fromTime: options.from }),
    ...(options.to === undefined ? {} : { toTime: options.to }),
    ...(options.memoryLimit === undefined ? {} : { memoryLimit: options.memoryLimit }),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    onProgress: (event) => progress.update(progressOf(event)),
    onPhase: (phase) => progress.update({ phase }),
    onNotice: terminal.note,
  };
}

function settingOf({ options }: LocalContext): Parameters<App['resolveSetting']>[0] {
  return {
    inventory: options.inventory,
    vpcCidrs: options.vpcCidr,
    ...(options.lake === undefined ? {} : { lake: options.lake }),
    ...(options.ipRanges === undefined ? {} : { ipRanges: options.ipRanges }),
  };
}

const phases = { looking: 'looking for files', taking: 'reading', done: 'reading' } as const;

/** An event of taking in, in the words of the progress line. */
export function progressOf(
  event: import('../app/index.js').ProgressEvent,
): Parameters<Progress['update']>[0] {
  const phase = phases[event.phase];
  if (event.phase === 'looking') return { phase };
  const { filesDone: files, filesTotal, bytesDone: bytes, bytesTotal, records } = event;
  return { phase, files, filesTotal, bytes, bytesTotal, records };
}

/** An answer that lacks a file that was named is no complete one, however good it looks. */
function unreadFiles({ terminal }: Context, { ingest }: Opened): boolean {
  const count = ingest?.failed.length ?? 0;
  if (count > 0)
    terminal.note(`sluice: ${count} of the named files could not be read; the answer lacks them.`);
  return count > 0;
}

/** The answer lists the largest needs; when there are more, they are read from the tables of the session. */
async function allNeeds(app: App, opened: Opened, analysis: Answer['analysis']) {
  if (analysis.needs.length >= analysis.needsTotal) return analysis.needs;
  const all: Parameters<App['needId']>[0][] = [];
  for await (const piece of app.listNeeds(opened.session)) for (const need of piece) all.push(need);
  return all;
}

/** Nothing in the asked time is another thing than nothing at all. */
function sayEmpty(app: App, { terminal, options }: Context, { session }: Opened): void {
  const { window } = session.contents;
  if (window === null || (options.from === undefined && options.to === undefined)) return;
  const span = `${app.formatTime(window.from)} to ${app.formatTime(window.to)} UTC`;
  terminal.note(`No record starts in the time that was asked for; the logs hold ${span}.`);
}

/** An inventory that nobody named is used only with a word about it. */
function sayInventory(context: Context, { setting }: Opened): void {
  if (setting.inventorySource !== 'found') return;
  const found = nearPath(context, folderOf(setting.inventoryPaths));
  context.terminal.note(`Inventory found in ${found}; --inventory names another.`);
}

function inventoryWords(context: Context, { setting }: Opened): string | null {
  if (setting.inventorySource === 'none') return null;
  return `${nearPath(context, folderOf(setting.inventoryPaths))} (${setting.inventorySource})`;
}

/** A path in the current folder without that folder: a report is handed on, and says nothing about the machine. */
function nearPath({ terminal }: Context, path: string): string {
  const near = relative(terminal.cwd, resolve(terminal.cwd, path));
  return near === '' ? '.' : near.startsWith('..') ? path : near;
}

function folderOf(paths: readonly string[]): string {
  const [first = ''] = paths;
  return first.slice(0, Math.max(0, first.lastIndexOf('/'))) || '.';
}

/** What the suggested next lines must repeat to speak of the same lake, network and time. */
function flagsOf({ options }: Context): string {
  const flags: string[] = [];
  const add = (flag: string, value: string | undefined) => {
    if (value !== undefined) flags.push(`${flag} ${quoteForShell(value)}`);
  };
  add('--lake', options.lake);
  for (const folder of options.inventory) add('--inventory', folder);
  for (const cidr of options.vpcCidr) add('--vpc-cidr', cidr);
  add('--ip-ranges', options.ipRanges);
  add('--from', options.from?.toString());
  add('--to', options.to?.toString());
  for (const [flag, value] of engineFlags(options)) add(flag, value);
  return flags.join(' ');
}

export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Exit code 3 when the answer holds anything of the kinds that `--fail-on` names. */
export function failOnExit(
  app: App,
  analysis: Answer['analysis'],
  kinds: readonly (typeof failOnChoices)[number][],
): ExitCode {
  return kinds.some((kind) => app.countFindings(analysis, kind) > 0) ? exit.findings : exit.ok;
}
