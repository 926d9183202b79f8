import { nearest, type Span } from '../../base/index.js';
import { type Sql, sql, text } from '../../dialect/index.js';
import type { WithOption } from '../../lang/index.js';
import type { CatalogTable } from '../catalog/index.js';
import type { StatementContext } from './context.js';

/** How rows are written: a format of the catalogue, and a compression. */
export interface WrittenFormat {
  readonly format: CatalogTable['format'];
  readonly compression: string;
  readonly partitionedBy: readonly string[];
  readonly location: { readonly value: string; readonly span: Span } | undefined;
}

const defaultDelimiter = '\u0001';
const parquetCompressions = ['gzip', 'snappy', 'zstd', 'none'];
const textCompressions = ['gzip', 'zstd', 'none'];
const known = [
  'format',
  'external_location',
  'partitioned_by',
  'field_delimiter',
  'write_compression',
  'parquet_compression',
  'compression',
  'table_type',
  'is_external',
];
const refused: Readonly<Record<string, string>> = {
  bucketed_by: 'it only makes AWS read less',
  bucket_count: 'it only makes AWS read less',
  orc_compression: 'ORC is not written',
  compression_level: 'the engine chooses it',
  partitioning: 'it belongs to Iceberg tables',
  vacuum_max_snapshots_to_keep: 'it belongs to Iceberg tables',
};

/** Reads WITH (…) of CTAS and UNLOAD; refuses what it says and cannot be carried out. */
export function readWritten(options: readonly WithOption[], context: StatementContext): WrittenFormat {
  for (const option of options) checkOption(option, context);
  const find = (...names: string[]): WithOption | undefined =>
    options.find((option) => names.includes(option.name));
  const plain = (option: WithOption | undefined): string | undefined =>
    typeof option?.value === 'string' ? option.value : undefined;
  const format = formatOf(find('format'), plain(find('field_delimiter')), context);
  const location = find('external_location');
  const partitions = find('partitioned_by')?.value ?? [];
  return {
    format,
    compression: compressionOf(
      find('write_compression', 'parquet_compression', 'compression'),
      format,
      context,
    ),
    partitionedBy: (typeof partitions === 'string' ? [partitions] : partitions).map((each) =>
      each.toLowerCase(),
    ),
    location: location === undefined ? undefined : { value: plain(location) ?? '', span: location.span },
  };
}

function checkOption({ name, value, span }: WithOption, context: StatementContext): void {
  const reason = refused[name];
  if (reason !== undefined)
    context.refuse('not-supported', `The property ${name} is not supported: ${reason}.`, span);
  if (name === 'table_type' && typeof value === 'string' && value.toUpperCase() !== 'HIVE') {
    context.refuse(
      'not-supported',
      `Tables of type ${value} are not supported.`,
      span,
      "write table_type = 'HIVE'",
    );
  }
  if (known.includes(name)) return;
  const near = nearest(name, known);
  const help = near === undefined ? `the properties are ${known.join(', ')}` : `write ${near}`;
  context.refuse('unknown-property', `\`${name}\` is no property of a table.`, span, help);
}

function formatOf(
  option: WithOption | undefined,
  delimiter: string | undefined,
  context: StatementContext,
): CatalogTable['format'] {
  const word = typeof option?.value === 'string' ? option.value.toUpperCase() : 'PARQUET';
  switch (word) {
    case 'PARQUET':
      return { kind: 'parquet' };
    case 'TEXTFILE':
      return { kind: 'text', delimiter: delimiter ?? defaultDelimiter, nullText: '\\N' };
    case 'JSON':
      return { kind: 'json', serde: 'openx', names: {}, ignoreMalformed: false, caseInsensitive: true };
    default:
      return context.refuse(
        'not-supported',
        `The format ${word} is not supported.`,
        option?.span ?? { start: 0, end: 0 },
        "write 'PARQUET', 'TEXTFILE' or 'JSON'",
      );
  }
}

/** Athena's own default is GZIP for all three formats. */
function compressionOf(
  option: WithOption | undefined,
  format: CatalogTable['format'],
  context: StatementContext,
): string {
  const word = typeof option?.value === 'string' ? option.value.toLowerCase() : 'gzip';
  const accepted = format.kind === 'parquet' ? parquetCompressions : textCompressions;
  if (accepted.includes(word)) return word;
  const help = `write ${accepted.map((each) => `'${each.toUpperCase()}'`).join(', ')}`;
  return context.refuse(
    'not-supported',
    `The compression ${word} is not supported.`,
    option?.span ?? { start: 0, end: 0 },
    help,
  );
}

/** The end of a file's name. */
export function suffixOf({ format, compression }: WrittenFormat): string {
  if (format.kind === 'parquet') return 'parquet';
  const packed = { gzip: '.gz', zstd: '.zst' }[compression] ?? '';
  return `${format.kind === 'json' ? 'json' : 'txt'}${packed}`;
}

/** The engine's options for COPY. */
export function copyOptions({ format, compression }: WrittenFormat): Sql {
  const packed = text(compression === 'none' ? 'uncompressed' : compression);
  switch (format.kind) {
    case 'parquet':
      return sql`FORMAT parquet, COMPRESSION ${packed}`;
    case 'json':
      return sql`FORMAT json, COMPRESSION ${packed}`;
    case 'text':
      return sql`FORMAT csv, HEADER false, DELIM ${text(format.delimiter)}, QUOTE '', ESCAPE '', NULLSTR ${text(format.nullText)}, COMPRESSION ${packed}`;
    case 'csv':
      return sql`FORMAT csv, HEADER false, DELIM ${text(format.delimiter)}, QUOTE ${text(format.quote)}, ESCAPE ${text(format.quote)}, COMPRESSION ${packed}`;
    case 'regex':
      return sql``;
  }
}
