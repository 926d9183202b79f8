import { assertNever } from '../../base/index.js';
import type { CatalogColumn, CatalogTable } from '../catalog/index.js';

/** The statement that makes a table, line by line as Athena prints it. Reading it gives the same table. */
export function printTable(table: CatalogTable): string[] {
  const column = ({ name, type, comment }: CatalogColumn): string =>
    `  \`${name}\` ${type}${comment === undefined ? '' : ` COMMENT ${quoted(comment)}`}`;
  const list = (columns: readonly CatalogColumn[]): string[] =>
    columns.map((each, index) => `${column(each)}${index === columns.length - 1 ? ')' : ','}`);
  const properties = Object.entries(table.properties);
  return [
    `CREATE EXTERNAL TABLE \`${table.name}\`(`,
    ...list(table.columns),
    ...(table.comment === undefined ? [] : [`COMMENT ${quoted(table.comment)}`]),
    ...(table.partitionKeys.length === 0 ? [] : ['PARTITIONED BY (', ...list(table.partitionKeys)]),
    ...formatLines(table.format),
    'LOCATION',
    `  ${quoted(table.location)}`,
    ...(properties.length === 0 ? [] : ['TBLPROPERTIES (', ...pairs(properties)]),
  ];
}

function pairs(properties: readonly (readonly [string, string])[]): string[] {
  return properties.map(
    ([key, value], index) =>
      `  ${quoted(key)}=${quoted(value)}${index === properties.length - 1 ? ')' : ','}`,
  );
}

function formatLines(format: CatalogTable['format']): string[] {
  switch (format.kind) {
    case 'text': {
      const lines = ['ROW FORMAT DELIMITED', `  FIELDS TERMINATED BY ${quoted(format.delimiter)}`];
      return format.nullText === '\\N' ? lines : [...lines, `  NULL DEFINED AS ${quoted(format.nullText)}`];
    }
    case 'csv': {
      const properties: [string, string][] = [
        ['separatorChar', format.delimiter],
        ['quoteChar', format.quote],
        ['escapeChar', format.escape],
      ];
      return serde('org.apache.hadoop.hive.serde2.OpenCSVSerde', properties);
    }
    case 'json': {
      const names = Object.entries(format.names).map(([column, key]): [string, string] => [
        `mapping.${column}`,
        key,
      ]);
      const options: [string, string][] = [
        ['ignore.malformed.json', String(format.ignoreMalformed)],
        ['case.insensitive', String(format.caseInsensitive)],
      ];
      const name =
        format.serde === 'openx'
          ? 'org.openx.data.jsonserde.JsonSerDe'
          : 'org.apache.hive.hcatalog.data.JsonSerDe';
      return serde(name, [...options, ...names]);
    }
    case 'regex':
      return serde('org.apache.hadoop.hive.serde2.RegexSerDe', [['input.regex', format.pattern]]);
    case 'parquet':
      return ['STORED AS PARQUET'];
    default:
      return assertNever(format);
  }
}

function serde(name: string, properties: readonly (readonly [string, string])[]): string[] {
  return ['ROW FORMAT SERDE', `  ${quoted(name)}`, 'WITH SERDEPROPERTIES (', ...pairs(properties)];
}

/** With Hive's escapes, so that control characters can be read. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll(/[\x00-\x1f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `'${escaped}'`;
}
