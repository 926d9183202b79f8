import type { Span } from '../../../base/index.js';
import type { Identifier } from '../syntax.js';
import type { TableFormat } from './table-format.js';

/** `database.table`, or the table alone. */
export interface TableName {
  readonly database: Identifier | undefined;
  readonly table: Identifier;
  readonly span: Span;
}

/** A column of a table; its type as Hive writes it, in lower case and without blanks. */
export interface ColumnDefinition {
  readonly name: Identifier;
  readonly type: string;
  readonly comment: string | undefined;
}

/** `'key' = 'value'` of TBLPROPERTIES and of WITH. */
export interface Property {
  readonly key: string;
  readonly value: string;
  /** The key's place. */
  readonly span: Span;
}

/** `(day = '2026/01/31', region = 'eu-central-1')`. */
export type PartitionSpec = readonly {
  readonly column: Identifier;
  readonly value: string;
  readonly span: Span;
}[];

/** A query inside a statement; it is compiled from its text when the statement is carried out. */
export interface InnerQuery {
  readonly span: Span;
}

export interface CreateTable {
  readonly kind: 'createTable';
  readonly name: TableName;
  readonly ifNotExists: boolean;
  readonly columns: readonly ColumnDefinition[];
  readonly partitionKeys: readonly ColumnDefinition[];
  readonly comment: string | undefined;
  readonly format: TableFormat;
  readonly location: { readonly value: string; readonly span: Span };
  readonly properties: readonly Property[];
  readonly span: Span;
}

export interface AddedPartition {
  readonly spec: PartitionSpec;
  readonly location: { readonly value: string; readonly span: Span } | undefined;
}

export type AlterAction =
  | {
      readonly kind: 'addPartitions';
      readonly ifNotExists: boolean;
      readonly partitions: readonly AddedPartition[];
    }
  | {
      readonly kind: 'dropPartitions';
      readonly ifExists: boolean;
      readonly specs: readonly PartitionSpec[];
    }
  | { readonly kind: 'renamePartition'; readonly from: PartitionSpec; readonly to: PartitionSpec }
  | { readonly kind: 'addColumns' | 'replaceColumns'; readonly columns: readonly ColumnDefinition[] }
  | {
      readonly kind: 'setLocation';
      readonly spec: PartitionSpec | undefined;
      readonly location: { readonly value: string; readonly span: Span };
    }
  | { readonly kind: 'setProperties'; readonly properties: readonly Property[] };

/** What a statement of Athena asks for. */
export type Statement =
  | { readonly kind: 'query'; readonly query: InnerQuery; readonly span: Span }
  | CreateTable
  | {
      readonly kind: 'createTableAs';
      readonly name: TableName;
      readonly ifNotExists: boolean;
      readonly options: readonly WithOption[];
      readonly query: InnerQuery;
      readonly withData: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'createView';
      readonly name: TableName;
      readonly orReplace: boolean;
      readonly columns: readonly Identifier[];
      readonly query: InnerQuery;
      readonly span: Span;
    }
  | {
      readonly kind: 'createDatabase';
      readonly name: Identifier;
      readonly ifNotExists: boolean;
      readonly comment: string | undefined;
      readonly location: { readonly value: string; readonly span: Span } | undefined;
      readonly properties: readonly Property[];
      readonly span: Span;
    }
  | {
      readonly kind: 'dropDatabase';
      readonly name: Identifier;
      readonly ifExists: boolean;
      readonly cascade: boolean;
      readonly span: Span;
    }
  | { readonly kind: 'dropTable'; readonly name: TableName; readonly ifExists: boolean; readonly span: Span }
  | { readonly kind: 'dropView'; readonly name: TableName; readonly ifExists: boolean; readonly span: Span }
  | {
      readonly kind: 'alterTable';
      readonly name: TableName;
      readonly action: AlterAction;
      readonly span: Span;
    }
  | { readonly kind: 'repairTable'; readonly name: TableName; readonly span: Span }
  | {
      readonly kind: 'insert';
      readonly name: TableName;
      readonly columns: readonly Identifier[];
      readonly query: InnerQuery;
      readonly span: Span;
    }
  | {
      readonly kind: 'unload';
      readonly query: InnerQuery;
      readonly location: { readonly value: string; readonly span: Span };
      readonly options: readonly WithOption[];
      readonly span: Span;
    }
  | { readonly kind: 'showDatabases'; readonly pattern: string | undefined; readonly span: Span }
  | {
      readonly kind: 'showTables' | 'showViews';
      readonly database: Identifier | undefined;
      readonly pattern: string | undefined;
      readonly span: Span;
    }
  | { readonly kind: 'showColumns'; readonly name: TableName; readonly span: Span }
  | { readonly kind: 'showPartitions'; readonly name: TableName; readonly span: Span }
  | { readonly kind: 'showCreateTable' | 'showCreateView'; readonly name: TableName; readonly span: Span }
  | {
      readonly kind: 'showProperties';
      readonly name: TableName;
      readonly key: string | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: 'describe';
      readonly name: TableName;
      /** EXTENDED and FORMATTED also say where the table lies and what its properties are. */
      readonly extended: boolean;
      readonly column: Identifier | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: 'explain';
      readonly format: 'text' | 'json';
      /** Only whether the query is one. */
      readonly validate: boolean;
      readonly query: InnerQuery;
      readonly span: Span;
    }
  | {
      readonly kind: 'prepare';
      readonly name: Identifier;
      /** The statement's text with `?` for its parameters. */
      readonly query: InnerQuery;
      readonly span: Span;
    }
  | {
      readonly kind: 'execute';
      readonly name: Identifier;
      /** Literals as they are written. */
      readonly values: readonly string[];
      readonly span: Span;
    }
  | { readonly kind: 'deallocate'; readonly name: Identifier; readonly span: Span };

/** `name = value` in WITH (…) of CTAS and UNLOAD. */
export interface WithOption {
  readonly name: string;
  readonly value: string | readonly string[];
  readonly span: Span;
}
