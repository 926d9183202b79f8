import { DiagnosticError } from '../base/index.js';
import { type FlowField, fieldByLogName } from '../flow/index.js';

/** One column of a record as it stands in a text. `field` is undefined for a name that is not known yet. */
export interface LayoutColumn {
  readonly log: string;
  readonly field: FlowField | undefined;
}

/** The order of the fields in the lines of a text. */
export interface Layout {
  readonly columns: readonly LayoutColumn[];
  readonly unknownFields: readonly string[];
}

/** A layout, or why the names do not make one. */
export type LayoutResult =
  | { readonly kind: 'layout'; readonly layout: Layout }
  | { readonly kind: 'refused'; readonly reason: string; readonly field: string };

/** The fields that only records of a log group have; written by the step that unwraps them. */
export const eventColumns = ['log-stream', 'ingestion-time'] as const;

const fieldName = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/;

/** Splits a line of a flow log: AWS's own samples contain doubled spaces, so any run of blanks separates. */
export function tokensOf(line: string): string[] {
  const trimmed = line.trim();
  return trimmed === '' ? [] : trimmed.split(/[ \t]+/);
}

/**
 * Whether a line is a header: every token is shaped like a field name and at least two are known, or one when it is
 * the only one. A record never is: it holds a number, a `-` or an address.
 */
export function isHeader(tokens: readonly string[]): boolean {
  if (tokens.length === 0 || !tokens.every((token) => fieldName.test(token))) return false;
  const known = tokens.filter((token) => fieldOf(token) !== undefined).length;
  return known >= Math.min(2, tokens.length);
}

/** The field of a name as text (`pkt-srcaddr`) or Parquet (`pkt_srcaddr`) delivery writes it. */
export function fieldOf(nameInSource: string): FlowField | undefined {
  return fieldByLogName(nameInSource.toLowerCase().replaceAll('_', '-'));
}

export function layoutOf(names: readonly string[]): LayoutResult {
  const seen = new Set<string>();
  for (const name of names) {
    const key = fieldOf(name)?.log ?? name;
    if (seen.has(key)) return { kind: 'refused', reason: `The header names \`${name}\` twice`, field: name };
    seen.add(key);
  }
  const columns = names.map((log) => ({ log: fieldOf(log)?.log ?? log, field: fieldOf(log) }));
  const unknownFields = columns.filter((column) => column.field === undefined).map((column) => column.log);
  return { kind: 'layout', layout: { columns, unknownFields } };
}

/** A text that says the same for equal layouts. */
export function layoutKey(layout: Layout): string {
  return layout.columns.map((column) => column.log).join(' ');
}

const formatToken = /\$\{([^}]*)\}/g;

/**
 * Reads a log format as `DescribeFlowLogs` prints it: `${version} ${srcaddr} …`. Bare names separated by blanks are
 * accepted too. Throws a DiagnosticError for text between the fields, an empty format or a field named twice.
 */
export function parseLogFormat(format: string): Layout {
  const dollars = [...format.matchAll(formatToken)].map((match) => (match[1] ?? '').trim());
  const rest = format.replaceAll(formatToken, ' ').trim();
  const names = dollars.length > 0 ? dollars : tokensOf(format);
  const wrong = dollars.length > 0 ? rest : names.find((name) => !fieldName.test(name));
  if (names.length === 0 || (wrong !== undefined && wrong !== '')) {
    throw formatError(
      format,
      wrong === undefined || wrong === ''
        ? 'The log format names no field.'
        : `\`${wrong}\` is no field of a log format.`,
    );
  }
  const result = layoutOf(names);
  if (result.kind === 'refused') throw formatError(format, `The log format names \`${result.field}\` twice.`);
  if (result.layout.columns.every((column) => column.field === undefined)) {
    throw formatError(format, `No field of the log format is known: ${names.join(', ')}.`);
  }
  return result.layout;
}

function formatError(format: string, message: string): DiagnosticError {
  return new DiagnosticError(
    [
      {
        code: 'bad-log-format',
        severity: 'error',
        message,
        source: 'log format',
        span: { start: 0, end: format.length },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how AWS writes a log format
        help: 'write it as DescribeFlowLogs prints it, for example `${version} ${srcaddr} ${dstaddr}`',
      },
    ],
    format,
  );
}
