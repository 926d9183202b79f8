import { WorldError } from '../base/index.js';
import type { Answer } from './answer.js';
import type { App } from './command.js';
import type { OptionSpecs } from './options.js';
import { showDiagnostics } from './show-diagnostics.js';
import type { Terminal } from './terminal.js';

/** Where the ledger lies. */
export const ledgerOptions = {
  ledger: {
    type: 'path',
    placeholder: 'FILE',
    doc: 'The ledger of decisions. Default: `ledger.csv` beside `sluice.yaml`, else in the current folder.',
  },
} as const satisfies OptionSpecs;

/** The path of the ledger that a command speaks of. */
export async function locateLedger(app: App, given: string | undefined, cwd: string): Promise<string> {
  return app.ledgerPath(given, await app.loadWorkspace(cwd), cwd);
}

/** The ledger of a command that needs one. */
export async function requireLedger(
  app: App,
  given: string | undefined,
  terminal: Terminal,
): Promise<NonNullable<Awaited<ReturnType<App['loadLedger']>>>> {
  const path = await locateLedger(app, given, terminal.cwd);
  const loaded = await app.loadLedger(path);
  if (loaded === undefined) {
    throw new WorldError('There is no ledger.', { path, help: 'write one: `sluice ledger update PATH`' });
  }
  showDiagnostics(app, terminal, loaded.diagnostics, loaded.ledger.csv.text);
  return loaded;
}

/** What the ledger says of each need of an answer; undefined when there is none and nobody named one. */
export async function readDecisions(
  app: App,
  { opened }: Answer,
  given: string | undefined,
  terminal: Terminal,
): Promise<Awaited<ReturnType<App['createDecisionOf']>> | undefined> {
  const { workspace } = opened.setting;
  const loaded =
    given === undefined
      ? await app.loadLedger(app.ledgerPath(undefined, workspace, terminal.cwd))
      : await requireLedger(app, given, terminal);
  return loaded && (await app.createDecisionOf(opened, loaded.ledger));
}

/** How much a need was seen, both directions apart: `13 connections, 19.5 kB out, 2.6 MB in`. */
export function amountWords(
  app: App,
  { connections, bytesOut, bytesIn }: Record<'connections' | 'bytesOut' | 'bytesIn', number>,
): string {
  return `${app.plural(connections, 'connection')}, ${app.formatBytes(bytesOut)} out, ${app.formatBytes(bytesIn)} in`;
}
