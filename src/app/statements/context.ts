import { type Diagnostic, DiagnosticError, nearest, type Span } from '../../base/index.js';
import type { OutputColumn, OutputType, Statement, TableName } from '../../lang/index.js';
import type { CellValue } from '../../store/index.js';
import {
  builtInNames,
  type CatalogDatabase,
  type CatalogEntry,
  defaultDatabase,
  type OpenCatalog,
} from '../catalog/index.js';
import type { QueryRequest } from '../query.js';

/** A text of one or more statements, and what they work on. */
export interface StatementRequest extends QueryRequest {
  readonly catalog: OpenCatalog;
}

/** What a statement came to: an answer, or a query that is still to be run. */
export type StatementOutcome =
  | { readonly kind: 'query'; readonly request: QueryRequest }
  | {
      readonly kind: 'done';
      /** Empty for a statement that answers nothing. */
      readonly columns: readonly OutputColumn[];
      readonly rows: readonly (readonly CellValue[])[];
      readonly diagnostics: readonly Diagnostic[];
      /** What was done, in a sentence, for a statement that answers nothing. */
      readonly message: string | undefined;
    };

/** One statement on its way: its place in the whole text, so that every problem is told with its line. */
export class StatementContext {
  constructor(
    readonly request: StatementRequest,
    readonly offset: number,
  ) {}

  get catalog(): OpenCatalog {
    return this.request.catalog;
  }

  /** A request for the query that stands at a place of the statement; everything around it is blank, so places stay. */
  query(span: Span): QueryRequest {
    const { text } = this.request;
    const [start, end] = [span.start + this.offset, span.end + this.offset];
    const before = text.slice(0, start).replaceAll(/[^\n]/g, ' ');
    return { ...this.request, text: before + text.slice(start, end) };
  }

  textAt(span: Span): string {
    return this.request.text.slice(span.start + this.offset, span.end + this.offset);
  }

  diagnostic(
    severity: Diagnostic['severity'],
    code: string,
    message: string,
    span: Span,
    help?: string,
  ): Diagnostic {
    const placed = { start: span.start + this.offset, end: span.end + this.offset };
    const diagnostic = { code, severity, message, source: 'query', span: placed };
    return help === undefined ? diagnostic : { ...diagnostic, help };
  }

  refuse(code: string, message: string, span: Span, help?: string): never {
    throw new DiagnosticError([this.diagnostic('error', code, message, span, help)], this.request.text);
  }

  /** The database that a name belongs to; refuses one that is not there. */
  database(name: TableName): CatalogDatabase {
    const wanted = name.database?.name ?? defaultDatabase;
    const found = this.catalog.database(wanted);
    if (found !== undefined) return found;
    const known = this.catalog.contents.databases.map((each) => each.name).join(', ');
    const help = `the databases are ${known}; CREATE DATABASE makes one`;
    return this.refuse('schema-not-found', `Schema '${wanted}' does not exist`, name.span, help);
  }

  /** A table or view that was created; refuses one that was not. */
  entry(name: TableName): CatalogEntry {
    this.database(name);
    const found = this.catalog.entry(name.database?.name, name.table.name);
    return found ?? this.refuseMissing(name);
  }

  refuseMissing(name: TableName): never {
    const database = this.database(name);
    const own = database.name === defaultDatabase ? builtInNames : [];
    const names = [...new Set([...database.entries.map((each) => each.name), ...own])];
    const near = nearest(name.table.name, names);
    const listed = names.length === 0 ? 'nothing was created here yet' : `there are ${names.join(', ')}`;
    const help = near === undefined ? listed : `write ${near}`;
    return this.refuse('table-not-found', `Table '${fullName(name)}' does not exist`, name.span, help);
  }

  /** The same for statements that are about tables only. */
  table(name: TableName): Extract<CatalogEntry, { kind: 'table' }> {
    const entry = this.entry(name);
    if (entry.kind === 'table') return entry;
    return this.refuse('not-a-table', `'${fullName(name)}' is a view and no table`, name.span);
  }

  /** Puts another entry in the place of one, adds it where there is none, or takes it out. */
  async put(database: string, name: string, entry: CatalogEntry | undefined): Promise<void> {
    await this.catalog.change((contents) => ({
      ...contents,
      databases: contents.databases.map((each) => {
        if (each.name !== database) return each;
        const others = each.entries.filter((other) => other.name !== name);
        const entries = entry === undefined ? others : [...others, entry];
        return { ...each, entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) };
      }),
    }));
  }
}

export type StatementOf<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>;

export function fullName(name: TableName): string {
  return `${name.database?.name ?? defaultDatabase}.${name.table.name}`;
}

/** A statement that answers nothing. */
export function said(message: string, diagnostics: readonly Diagnostic[] = []): StatementOutcome {
  return { kind: 'done', columns: [], rows: [], diagnostics, message };
}

/** A statement's answer in texts. */
export function answered(
  names: readonly string[],
  rows: readonly (readonly CellValue[])[],
  type: OutputType = 'varchar',
): StatementOutcome {
  const columns = names.map((name): OutputColumn => ({ name, column: name, type }));
  return { kind: 'done', columns, rows, diagnostics: [], message: undefined };
}
