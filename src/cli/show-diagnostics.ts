import type { App } from './command.js';
import type { Terminal } from './terminal.js';

type Diagnostics = Parameters<App['formatDiagnostic']>[0][];

/** Warnings and notes go to standard error and stop nothing. */
export function showDiagnostics(
  app: App,
  terminal: Terminal,
  diagnostics: Readonly<Diagnostics>,
  text?: string,
): void {
  for (const each of diagnostics) terminal.note(app.formatDiagnostic(each, text));
}
