import { appendFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { WorldError } from '../../base/index.js';
import { type localAnswerOptions, progressOf, requestOf } from '../answer.js';
import type { App, CommandContext } from '../command.js';
import { ingestNotes } from '../ingest-text.js';
import { locateLake } from '../locate-lake.js';
import type { OptionValues } from '../options.js';
import type { TableFormat } from '../output.js';
import { createProgress } from '../progress.js';
import { answerQuery } from '../query-answer.js';
import { openQueryPlace, type trinoOptions } from '../query-place.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';

export type Language = 'athena' | 'insights';
export type EngineName = 'duckdb' | 'trino';
type Request = Parameters<App['runQuery']>[0];
type Question = Parameters<App['languagesOf']>[0];
type RelationName = Question['over'];
type Contents = NonNullable<Request['contents']>;

export type ShellOptions = OptionValues<typeof localAnswerOptions & typeof trinoOptions> & {
  readonly language: Language;
  readonly format: TableFormat;
  readonly lint: boolean;
};

/** An engine that was opened, and what it is asked about. */
export interface OpenPlace {
  readonly place: Pick<Request, 'engine' | 'engineName' | 'contents' | 'source' | 'catalog'>;
  /** What the lake holds; undefined where there is none. */
  readonly contents: Contents | undefined;
  close(): void | Promise<void>;
}

/** The state of a shell: what the dot commands change, and the engines that were opened so far. */
export class ShellSession {
  language: Language;
  format: TableFormat;
  lint: boolean;
  explain = false;
  timer = false;
  over: RelationName = 'records';
  engine: EngineName;
  server: string | undefined;
  /** The file that answers go to instead of standard output. */
  outputPath: string | undefined;
  /** Stops what runs now. */
  signal: AbortSignal;
  readonly #places = new Map<string, OpenPlace>();

  constructor(
    readonly app: App,
    readonly context: Omit<CommandContext<Record<string, never>>, 'options'> & {
      readonly options: ShellOptions;
    },
  ) {
    const { options, signal } = context;
    this.language = options.language;
    this.format = options.format;
    this.lint = options.lint;
    this.engine = options.engine;
    this.server = options.server;
    this.signal = signal;
  }

  get terminal(): Terminal {
    return this.context.terminal;
  }

  /** The place that is asked now, or of another relation; it is opened when it is first needed. */
  async place(over: RelationName = this.over): Promise<OpenPlace> {
    const key = `${this.engine} ${this.server ?? ''} ${over}`;
    const opened = this.#places.get(key) ?? (await this.#open(over));
    this.#places.set(key, opened);
    return opened;
  }

  /** What is open already, for completion, which waits for nothing. */
  openPlace(): OpenPlace | undefined {
    return this.#places.get(`${this.engine} ${this.server ?? ''} ${this.over}`);
  }

  /** Runs a query and prints its answer. */
  async ask(text: string): Promise<void> {
    const { place, contents } = await this.place();
    const { cwd } = this.terminal;
    const folder = (await this.app.loadWorkspace(cwd))?.folder ?? cwd;
    const tables = await this.app.readLookupTables(text, folder);
    const savedQueries = await this.app.savedQueriesFor(text, cwd, contents?.window ?? null);
    const source = { ...place.source, tables };
    await this.#answer({ text, language: this.language, lint: this.lint, ...place, source, savedQueries });
  }

  /** Runs a ready question with values for its parameters. */
  async askQuestion(question: Question, parameters: Readonly<Record<string, string>>): Promise<void> {
    const { place, contents } = await this.place(question.over);
    if (contents === undefined) {
      throw new UsageError('.run', 'A ready question needs a lake, to know its fields.', 'add --lake DIR');
    }
    const languages = this.app.languagesOf(question);
    const language = languages.includes(this.language) ? this.language : (languages[0] ?? this.language);
    const query = this.app.queryOf({ question, language, parameters }, contents);
    // Whatever table a question names is what it is asked of, and none that was created.
    const { catalog, ...plain } = place;
    try {
      await this.#answer({ ...query, lint: this.lint && query.lint === true, ...plain });
    } catch (error) {
      throw this.app.placedError(question, language, error);
    }
  }

  /** Sends the answers that follow to a file, or without one to standard output again. */
  sendTo(path: string | undefined): void {
    this.outputPath = path === undefined ? undefined : resolve(this.terminal.cwd, path);
    if (this.outputPath !== undefined) this.#write(this.outputPath, '', writeFileSync);
  }

  async close(): Promise<void> {
    for (const each of this.#places.values()) await each.close();
    this.#places.clear();
  }

  async #answer(request: Request): Promise<void> {
    const begun = performance.now();
    const { format, explain, signal } = this;
    await answerQuery(this.app, this.#out(), { format, explain }, { ...request, signal });
    if (this.timer) this.terminal.note(`Time: ${((performance.now() - begun) / 1000).toFixed(3)} s`);
  }

  #out(): Terminal {
    const path = this.outputPath;
    if (path === undefined) return this.terminal;
    return {
      ...this.terminal,
      fit: false,
      color: false,
      print: async (text) => this.#write(path, text, appendFileSync),
    };
  }

  #write(path: string, text: string, work: (path: string, text: string) => void): void {
    try {
      work(path, text);
    } catch (cause) {
      this.outputPath = undefined;
      const help = '`.output` without a file prints to the screen again';
      throw new WorldError(`The file \`${path}\` cannot be written.`, { path, cause, help });
    }
  }

  async #open(over: RelationName): Promise<OpenPlace> {
    if (this.engine === 'trino') return this.#openTrino(over);
    const { app, terminal } = this;
    const { args, options } = this.context;
    const isWhole = args.length === 0 && options.from === undefined && options.to === undefined;
    if (over === 'records' && isWhole) return this.#openQueryPlace();
    const words = { bytes: app.formatBytes, count: app.formatCount };
    const progress = createProgress(this.context.options.progress, terminal, words);
    const request = {
      ...requestOf(this.context, progress),
      onProgress: (event: Parameters<typeof progressOf>[0]) => progress.update(progressOf(event)),
      signal: this.signal,
    };
    const relation = await app.openRelation(over, request).finally(() => progress.end());
    if (relation.ingest !== null && this.#places.size === 0) {
      for (const line of ingestNotes(app, relation.ingest, [])) terminal.note(line);
    }
    return relation;
  }

  async #openTrino(over: RelationName): Promise<OpenPlace> {
    if (over !== 'records') {
      const help = '`.over records`, or `.engine duckdb`';
      throw new UsageError('.engine', `A Trino has the records and not \`${over}\`.`, help);
    }
    return this.#openQueryPlace();
  }

  /** The lake, with the tables and views that were created, or a Trino: as `sluice query` opens them. */
  async #openQueryPlace(): Promise<OpenPlace> {
    const { options, terminal } = this.context;
    const lakePath = await locateLake(this.app, options.lake, terminal.cwd);
    const { engine, server, format } = this;
    const { place, close } = await openQueryPlace(this.app, terminal, lakePath, {
      ...options,
      ...{ engine, server, format },
      // Options of Trino stand for when it is asked.
      ...(engine === 'duckdb' ? { user: undefined, catalog: undefined, schema: undefined } : {}),
    });
    return { place, contents: place.contents, close };
  }
}
