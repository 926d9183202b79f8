/** Where in a text a problem stands: offsets are in UTF-16 code units, `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Severity = 'error' | 'warning' | 'note';

/** A problem in what the user wrote: code, place and cure. `source` names the text, for example `query` or a path. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly source: string;
  readonly span?: Span;
  /** What to write instead, as an instruction without a full stop. */
  readonly help?: string;
}

/** The user's mistake, thrown where it is found and printed by whoever talks to the user. */
export class DiagnosticError extends Error {
  override readonly name = 'DiagnosticError';
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    readonly text?: string,
  ) {
    super(diagnostics.map((each) => each.message).join('\n'));
  }
}

/** The world's failure: a file, a disk, another process. `path` and `cause` say which and why; `help` is the cure. */
export class WorldError extends Error {
  override readonly name = 'WorldError';
  readonly path: string | undefined;
  readonly help: string | undefined;
  constructor(message: string, options: { path?: string; help?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.path = options.path;
    this.help = options.help;
  }
}

/** One-based line and column of an offset in a text. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

/** Where the lines of a text begin: for texts of which many places are asked, since `lineAndColumn` counts from the start. */
export class LineStarts {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** One-based line and column of an offset, as `lineAndColumn` counts them. */
  at(offset: number): { line: number; column: number } {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}

/** Prints a diagnostic as a person reads it: place, code, message, the line with carets, the cure. */
export function formatDiagnostic(diagnostic: Diagnostic, text?: string): string {
  const { span } = diagnostic;
  const label = diagnostic.severity === 'error' ? '' : `${diagnostic.severity}: `;
  const lines: string[] = [];
  if (text !== undefined && span !== undefined) {
    const { line, column } = lineAndColumn(text, span.start);
    lines.push(`${diagnostic.source}:${line}:${column} ${label}${diagnostic.code}: ${diagnostic.message}`);
    lines.push(...quotedLine(text, span, line, column));
  } else {
    lines.push(`${diagnostic.source}: ${label}${diagnostic.code}: ${diagnostic.message}`);
  }
  if (diagnostic.help !== undefined) lines.push(`  help: ${diagnostic.help}`);
  return lines.join('\n');
}

/** The longest piece of a line that is quoted; longer lines are cut around the place. */
const quotedWidth = 100;

function quotedLine(text: string, span: Span, line: number, column: number): string[] {
  const whole = text.split('\n')[line - 1] ?? '';
  const from = column > quotedWidth ? column - 1 - quotedWidth / 2 : 0;
  const quoted = whole.slice(from, from + quotedWidth).replaceAll('\t', ' ');
  const carets = Math.max(1, Math.min(span.end - span.start, quoted.length - (column - 1 - from)));
  const gutter = `  ${line} | `;
  return [
    `${gutter}${quoted}`,
    `${' '.repeat(gutter.length - 2)}| ${' '.repeat(column - 1 - from)}${'^'.repeat(carets)}`,
  ];
}
