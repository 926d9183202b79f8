import * as v from 'valibot';

/** A column as it is declared: its name in lower case, and Hive's word for its type. */
const column = v.strictObject({
  name: v.string(),
  type: v.string(),
  comment: v.optional(v.string()),
});

const format = v.variant('kind', [
  v.strictObject({ kind: v.literal('text'), delimiter: v.string(), nullText: v.string() }),
  v.strictObject({ kind: v.literal('csv'), delimiter: v.string(), quote: v.string(), escape: v.string() }),
  v.strictObject({
    kind: v.literal('json'),
    serde: v.picklist(['openx', 'hive']),
    names: v.record(v.string(), v.string()),
    ignoreMalformed: v.boolean(),
    caseInsensitive: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('regex'), pattern: v.string() }),
  v.strictObject({ kind: v.literal('parquet') }),
]);

const partition = v.strictObject({
  /** In the order of the partition columns, as they are written in folders. */
  values: v.array(v.string()),
  location: v.string(),
});

const table = v.strictObject({
  kind: v.literal('table'),
  name: v.string(),
  columns: v.array(column),
  partitionKeys: v.array(column),
  comment: v.optional(v.string()),
  format,
  /** As it was written: `s3://…` or `file:///…`. */
  location: v.string(),
  properties: v.record(v.string(), v.string()),
  partitions: v.array(partition),
  /** Whether CREATE TABLE AS made the folder inside the lake, so that it goes with the table. */
  owned: v.boolean(),
});

const view = v.strictObject({
  kind: v.literal('view'),
  name: v.string(),
  /** The SELECT, as it was written. */
  text: v.string(),
  columns: v.array(column),
});

const database = v.strictObject({
  name: v.string(),
  comment: v.optional(v.string()),
  location: v.optional(v.string()),
  properties: v.record(v.string(), v.string()),
  entries: v.array(v.variant('kind', [table, view])),
});

const prepared = v.strictObject({ name: v.string(), text: v.string() });

/** The file of the catalogue. */
export const catalogShape = v.strictObject({
  version: v.literal(1),
  databases: v.array(database),
  prepared: v.array(prepared),
});

export type CatalogContents = v.InferOutput<typeof catalogShape>;
export type CatalogDatabase = CatalogContents['databases'][number];
export type CatalogEntry = CatalogDatabase['entries'][number];
export type CatalogTable = Extract<CatalogEntry, { kind: 'table' }>;
export type CatalogView = Extract<CatalogEntry, { kind: 'view' }>;
export type CatalogColumn = CatalogTable['columns'][number];
export type CatalogPartition = CatalogTable['partitions'][number];

export const defaultDatabase = 'default';

export const emptyCatalog: CatalogContents = {
  version: 1,
  databases: [{ name: defaultDatabase, properties: {}, entries: [] }],
  prepared: [],
};
