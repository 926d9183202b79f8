import { type Diagnostic, DiagnosticError, limits, type Span } from '../base/index.js';

/** A query's text, with the one way to refuse a place in it. */
export class QueryText {
  constructor(
    readonly text: string,
    /** Names the text in messages; default is `query`. */
    readonly source = 'query',
  ) {
    const bytes = text.length > limits.queryBytes ? text.length : new TextEncoder().encode(text).length;
    if (bytes > limits.queryBytes) {
      throw new DiagnosticError([
        {
          code: 'query-too-long',
          severity: 'error',
          source,
          message: `A query has at most ${limits.queryBytes} bytes, this text has ${bytes}.`,
          help: 'shorten the query, or put long lists into a table',
        },
      ]);
    }
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  fail(code: string, message: string, span: Span, help?: string): never {
    throw new DiagnosticError([this.diagnostic('error', code, message, span, help)], this.text);
  }

  note(code: string, message: string, span?: Span, help?: string): Diagnostic {
    return this.diagnostic('note', code, message, span, help);
  }

  warning(code: string, message: string, span?: Span, help?: string): Diagnostic {
    return this.diagnostic('warning', code, message, span, help);
  }

  private diagnostic(
    severity: Diagnostic['severity'],
    code: string,
    message: string,
    span?: Span,
    help?: string,
  ): Diagnostic {
    return {
      code,
      severity,
      message,
      source: this.source,
      ...(span === undefined ? {} : { span }),
      ...(help === undefined ? {} : { help }),
    };
  }
}

/** Counts nesting, so that deep text is refused before it exhausts the stack. */
export class Depth {
  #depth = 0;
  constructor(readonly query: QueryText) {}

  within<T>(span: Span, work: () => T): T {
    this.#depth++;
    if (this.#depth > limits.queryDepth) {
      this.query.fail(
        'query-too-deep',
        `A query is nested at most ${limits.queryDepth} levels deep.`,
        span,
        'split it with fewer parentheses, or with lists instead of chains',
      );
    }
    const result = work();
    this.#depth--;
    return result;
  }
}

export function spanOf(first: { readonly span: Span }, last: { readonly span: Span }): Span {
  return { start: first.span.start, end: last.span.end };
}
