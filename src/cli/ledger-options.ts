import type { App } from './command.js';
import type { OptionSpecs } from './options.js';

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
