import { setTimeout as wait } from 'node:timers/promises';
import { WorldError } from '../base/index.js';
import { type Sql, writtenOut } from '../dialect/index.js';
import type { CellValue, ResultTable } from './engine.js';
import { notTrino, readAnswer, type TrinoAnswer } from './trino-answer.js';
import type { TrinoOptions } from './trino-types.js';

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
  readonly #onProgress: TrinoOptions['onProgress'];
  readonly #running = new Set<AbortController>();

  /** Throws a WorldError when `server` is no address. */
  constructor(options: TrinoOptions) {
    this.#server = serverAddress(options.server);
    this.#onProgress = options.onProgress;
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
  async *stream(statement: Sql): AsyncGenerator<ResultTable> {
    const running = new AbortController();
    this.#running.add(running);
    const ask = (url: string, request: RequestInit): Promise<TrinoAnswer> =>
      this.#ask(url, request, running.signal);
    let page: string | undefined;
    try {
      const body = writtenOut(statement).text;
      let answer = await ask(`${this.#server}/v1/statement`, { method: 'POST', body });
      let columns = answer.columns ?? [];
      for (;;) {
        page = answer.nextUri === undefined ? undefined : this.#nextPage(answer.nextUri);
        columns = answer.columns ?? columns;
        this.#onProgress?.(answer.progress);
        // A last page without rows tells the columns of an empty result.
        if (answer.rows.length > 0 || page === undefined) yield { columns, rows: answer.rows };
        if (page === undefined) return;
        answer = await ask(page, { method: 'GET' });
      }
    } finally {
      this.#running.delete(running);
      if (page !== undefined) await this.#cancel(page);
    }
  }

  async query(statement: Sql): Promise<ResultTable> {
    const rows: (readonly CellValue[])[] = [];
    let columns: ResultTable['columns'] = [];
    for await (const page of this.stream(statement)) {
      columns = page.columns;
      // A page may have more rows than a call takes arguments.
      for (const row of page.rows) rows.push(row);
    }
    return { columns, rows };
  }

  async execute(statement: Sql): Promise<void> {
    await this.query(statement);
  }

  /** Stops what runs now, on the server too; it is rejected. */
  interrupt(): void {
    for (const running of this.#running) running.abort(new Error('the query was stopped'));
  }

  async #ask(url: string, request: RequestInit, signal: AbortSignal): Promise<TrinoAnswer> {
    for (let attempt = 0; ; attempt += 1) {
      const response = await this.#fetch(url, request, signal);
      const body = await response.text();
      if (response.ok) return readAnswer(body, this.#server);
      const isBusy = [429, 502, 503, 504].includes(response.status);
      if (!isBusy || attempt === retries) throw this.#refused(response.status, body);
      await wait(100 * 2 ** attempt, undefined, { signal });
    }
  }

  async #fetch(url: string, request: RequestInit, signal: AbortSignal): Promise<Response> {
    const late = AbortSignal.timeout(this.#answerSeconds * 1000);
    const stop = AbortSignal.any([signal, late]);
    try {
      return await fetch(url, { ...request, headers: this.#headers, signal: stop, redirect: 'error' });
    } catch (cause) {
      signal.throwIfAborted();
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
  async #cancel(page: string): Promise<void> {
    const signal = AbortSignal.timeout(5000);
    await fetch(page, { method: 'DELETE', headers: this.#headers, signal }).catch(() => undefined);
  }
}

function serverAddress(server: string): string {
  if (!/^https?:/.test(server) || !URL.canParse(server)) {
    const help = 'write it as `http://localhost:8080`';
    throw new WorldError(`\`${server}\` is no address of a server.`, { help });
  }
  return new URL(server).origin;
}
