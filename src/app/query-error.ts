import { type Diagnostic, type DiagnosticError, lineAndColumn } from '../base/index.js';
import type { Language } from '../lang/index.js';
import { schemaVersion } from './report/json.js';

/**
 * The error that CloudWatch Logs answers with (CloudWatch Logs API reference, `StartQuery`). Offsets count characters of
 * the query from 0; that the end is the first one after the place is unconfirmed by AWS.
 */
export interface AwsQueryError {
  readonly __type: 'MalformedQueryException' | 'ResourceNotFoundException';
  readonly message: string;
  readonly queryCompileError?: {
    readonly location?: { readonly startCharOffset: number; readonly endCharOffset: number };
    readonly message: string;
  };
}

/** The service's error for what a query of Logs Insights is refused for; undefined when it failed while it ran. */
export function awsQueryError({ diagnostics }: DiagnosticError): AwsQueryError | undefined {
  const first = diagnostics.find((each) => each.severity === 'error');
  if (first === undefined || first.code === 'query-failed') return undefined;
  const { message, span } = first;
  if (first.code === 'no-log-group') return { __type: 'ResourceNotFoundException', message };
  const location =
    span === undefined ? {} : { location: { startCharOffset: span.start, endCharOffset: span.end } };
  return { __type: 'MalformedQueryException', message, queryCompileError: { ...location, message } };
}

/** The errors of a query as a JSON document, for `--format json`. */
export function queryErrorJson(error: DiagnosticError, language: Language): string {
  const aws = language === 'insights' ? awsQueryError(error) : undefined;
  const document = {
    schemaVersion,
    kind: 'query-error',
    errors: error.diagnostics.map((each) => errorOf(each, error.text)),
    ...(aws === undefined ? {} : { aws }),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function errorOf({ code, message, source, span, help }: Diagnostic, text: string | undefined) {
  const place = span === undefined || text === undefined ? {} : lineAndColumn(text, span.start);
  return { code, message, source, ...place, ...(help === undefined ? {} : { help }) };
}
