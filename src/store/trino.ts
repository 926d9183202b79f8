import { setTimeout as wait } from 'node:timers/promises';
import { WorldError } from '../base/index.js';
import { type Sql, writtenOut } from '../dialect/index.js';
import type { CellValue, ResultTable } from './engine.js';
import { notTrino, readAnswer, type TrinoAnswer } from './trino-answer.js';
import type { TrinoOptions, TrinoRunOptions } from './trino-types.js';

/** How often an answer of "busy" (HTTP 502, 503, 504 or 429) is taken for a reason to ask again. */
const retries = 5;

/**
 * A Trino over its client protocol: a statement is posted, and its pages are followed until there is none (Trino's
 * documentation, "Trino client REST API"). Every statement is one query of its own; there is no session to close.
 */
export class TrinoEngine {
  readonly #server: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #answerSeconds: number;

  /** Throws a WorldError when `server` is no address. */
  constructor(options: TrinoOptions) {
    this.#server = serverAddress(options.server);
    this.#answerSeconds = options.answerSeconds ?? 60;
    this.#headers = {
      'X-Trino-User': options.user ?? 'sluice',
      'X-Trino-Source': 'sluice',
      'X-Trino-Catalog': options.catalog ?? 'hive',
      'X-Trino-Schema': options.schema ?? 'sluice',
      // Times are UTC everywhere, whatever the server's zone is.
      'X-Trino-Time-Zone': 'UTC',
      'Content-Type': 'text/plain; charset=utf-8',
    };
  }

  /** The result in pieces, as the server hands them out. Throws a TrinoQueryError or a WorldError. */
  async *stream(statement: Sql, options: TrinoRunOptions = {}): AsyncGenerator<ResultTable> {
    const { signal, onProgress } = options;
    signal?.throwIfAborted();
    const body = writtenOut(statement).text;
    let answer = await this.#ask(`${this.#server}/v1/statement`, { method: 'POST', body }, signal);
    let columns = answer.columns ?? [];
    try {
      for (;;) {
        columns = answer.columns ?? columns;
        onProgress?.(answer.progress);
        if (answer.rows.length > 0) yield { columns, rows: answer.rows };
        if (answer.nextUri === undefined) break;
        answer = await this.#ask(this.#nextPage(answer.nextUri), { method: 'GET' }, signal);
      }
      if (columns.length > 0) yield { columns, rows: [] };
    } finally {
      if (answer.nextUri !== undefined) await this.#cancel(answer.nextUri);
    }
  }

  async query(statement: Sql, options: TrinoRunOptions = {}): Promise<ResultTable> {
    const rows: (readonly CellValue[])[] = [];
    let columns: ResultTable['columns'] = [];
    for await (const page of this.stream(statement, options)) {
      columns = page.columns;
      rows.push(...page.rows);
    }
    return { columns, rows };
  }

  async execute(statement: Sql, options: TrinoRunOptions = {}): Promise<void> {
    await this.query(statement, options);
  }

  async #ask(url: string, request: RequestInit, signal: AbortSignal | undefined): Promise<TrinoAnswer> {
    for (let attempt = 0; ; attempt += 1) {
      const response = await this.#fetch(url, request, signal);
      const body = await response.text();
      if (response.ok) return readAnswer(body, this.#server);
      const isBusy = [429, 502, 503, 504].includes(response.status);
      if (!isBusy || attempt === retries) throw this.#refused(response.status, body);
      await wait(100 * 2 ** attempt, undefined, signal === undefined ? {} : { signal });
    }
  }

  async #fetch(url: string, request: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
    const late = AbortSignal.timeout(this.#answerSeconds * 1000);
    const stop = signal === undefined ? late : AbortSignal.any([signal, late]);
    try {
      return await fetch(url, { ...request, headers: this.#headers, signal: stop, redirect: 'error' });
    } catch (cause) {
      signal?.throwIfAborted();
      const waited = late.aborted ? ` within ${this.#answerSeconds} seconds` : '';
      const help = 'look whether Trino runs there: open the address in a browser, or `curl ADDRESS/v1/info`';
      throw new WorldError(`No Trino answers at \`${this.#server}\`${waited}.`, {
        path: this.#server,
        help,
        cause,
      });
    }
  }

  #refused(status: number, body: string): WorldError {
    if (status === 404) return notTrino(this.#server, undefined);
    const words = body.trim().startsWith('<') ? '' : ` ${body.trim().split('\n')[0] ?? ''}`;
    const help =
      status === 401 || status === 403
        ? 'Sluice has no password or token for Trino: ask one that lets a user in by name, or use `ssh -L`'
        : 'see the log of the server';
    return new WorldError(`Trino at \`${this.#server}\` answers with HTTP ${status}.${words}`, {
      path: this.#server,
      help,
    });
  }

  /** A page of another host would take the question elsewhere; behind a proxy the server may not know its own name. */
  #nextPage(nextUri: string): string {
    const page = new URL(nextUri);
    return new URL(`${page.pathname}${page.search}`, this.#server).href;
  }

  /** Says to the server that nobody waits any more. What comes back does not matter: the query is over for us. */
  async #cancel(nextUri: string): Promise<void> {
    const signal = AbortSignal.timeout(5000);
    await fetch(this.#nextPage(nextUri), { method: 'DELETE', headers: this.#headers, signal }).catch(
      () => undefined,
    );
  }
}

function serverAddress(server: string): string {
  if (!/^https?:/.test(server) || !URL.canParse(server)) {
    const help = 'write it as `http://localhost:8080`';
    throw new WorldError(`\`${server}\` is no address of a server.`, { help });
  }
  return new URL(server).origin;
}
