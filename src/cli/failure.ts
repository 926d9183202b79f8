import { DiagnosticError, formatDiagnostic, WorldError } from '../base/index.js';
import { type ExitCode, exit } from './exit.js';
import { UsageError } from './usage-error.js';

export interface Failure {
  readonly lines: readonly string[];
  readonly code: ExitCode;
}

/** What a person is told about an error, and what the process ends with. */
export function describeFailure(error: unknown, debug: boolean): Failure {
  if (error instanceof UsageError) {
    const help = error.help === undefined ? [] : [`  help: ${error.help}`];
    return { lines: [`${error.command}: ${error.message}`, ...help], code: exit.usage };
  }
  if (error instanceof DiagnosticError) {
    const lines = error.diagnostics.map((each) => formatDiagnostic(each, error.text));
    const typed = error.diagnostics.some((each) => isTyped(each.source));
    return { lines, code: typed ? exit.usage : exit.failed };
  }
  if (error instanceof WorldError) return { lines: worldLines(error, debug), code: exit.failed };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    lines: [
      'sluice: This is a defect of Sluice and not of its input; please report it with the lines below.',
      text,
    ],
    code: exit.failed,
  };
}

/** Whether a diagnostic is about what its reader wrote (a flag, a query, `sluice.yaml`), not about data. */
function isTyped(source: string): boolean {
  return (
    source.startsWith('--') ||
    source.startsWith('$') ||
    ['query', 'question', 'FILE'].includes(source) ||
    /\.(ya?ml|sql|insights|txt|query)$/.test(source)
  );
}

function worldLines(error: WorldError, debug: boolean): string[] {
  const place = error.path !== undefined && !error.message.includes(error.path) ? `${error.path}: ` : '';
  const lines = [`sluice: ${place}${error.message}`];
  if (error.help !== undefined) lines.push(`  help: ${error.help}`);
  if (debug && error.cause instanceof Error)
    lines.push(`  cause: ${error.cause.stack ?? error.cause.message}`);
  return lines;
}
