import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingest } from '../../src/app/ingest.js';
import { type OpenQueryLake, openQueryLake } from '../../src/app/open-lake.js';
import { runQuery } from '../../src/app/query.js';
import { runStatements } from '../../src/app/statements/index.js';
import { joinSql, name, Sql, sql, text } from '../../src/dialect/index.js';
import { handRecords } from './sample.js';

/** The four CREATE TABLE statements of the Athena User Guide, over the same logs that the lake has. */
const root = mkdtempSync(join(tmpdir(), 'sluice-ddl-'));
const examples = join(import.meta.dirname, '..', '..', 'examples');
let lake: OpenQueryLake;

/** Columns of the guide in its order; a text file has to have exactly these fields. */
const columns: readonly (readonly [name: string, type: string])[] = [
  ['version', 'int'],
  ['account_id', 'string'],
  ['interface_id', 'string'],
  ['srcaddr', 'string'],
  ['dstaddr', 'string'],
  ['srcport', 'int'],
  ['dstport', 'int'],
  ['protocol', 'bigint'],
  ['packets', 'bigint'],
  ['bytes', 'bigint'],
  ['start', 'bigint'],
  ['end', 'bigint'],
  ['action', 'string'],
  ['log_status', 'string'],
  ['vpc_id', 'string'],
  ['subnet_id', 'string'],
  ['instance_id', 'string'],
  ['tcp_flags', 'int'],
  ['type', 'string'],
  ['pkt_srcaddr', 'string'],
  ['pkt_dstaddr', 'string'],
  ['region', 'string'],
  ['az_id', 'string'],
  ['sublocation_type', 'string'],
  ['sublocation_id', 'string'],
  ['pkt_src_aws_service', 'string'],
  ['pkt_dst_aws_service', 'string'],
  ['flow_direction', 'string'],
  ['traffic_path', 'int'],
];
const declared = (leftOut: readonly string[] = []): string =>
  columns
    .filter(([column]) => !leftOut.includes(column))
    .map(([column, type]) => `\`${column}\` ${type}`)
    .join(',\n');

const records = handRecords('shop-v5');

/** The sample's records in the guide's order, as S3 would hold them. */
function writeText(folder: string, leftOut: readonly string[]): void {
  const names = columns
    .map(([column]) => column.replaceAll('_', '-'))
    .filter((each) => !leftOut.includes(each));
  const lines = records.map((record) => names.map((each) => record[each] ?? '-').join(' '));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'logs.log.gz'), gzipSync(`${names.join(' ')}\n${lines.join('\n')}\n`));
}

/** The same as Parquet, with the types that AWS documents and NULL for what a record lacks. */
async function writeParquet(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const known = new Set(Object.keys(records[0] ?? {}).map((each) => each.replaceAll('-', '_')));
  const values = columns.map(([column, type]) => {
    const to = Sql.fromParts(type === 'string' ? 'VARCHAR' : type === 'int' ? 'INTEGER' : 'BIGINT', []);
    return known.has(column)
      ? sql`CAST(${name(column)} AS ${to}) AS ${name(column)}`
      : sql`CAST(NULL AS ${to}) AS ${name(column)}`;
  });
  await lake.engine.query(
    sql`COPY (SELECT ${joinSql(values, ', ')} FROM records) TO ${text(join(folder, 'logs.log.parquet'))} (FORMAT parquet, COMPRESSION gzip)`,
  );
}

beforeAll(async () => {
  const lakePath = join(root, 'lake');
  await ingest({ paths: [join(examples, 'shop-v5', 'AWSLogs')], lakePath });
  lake = await openQueryLake(lakePath, {
    s3Folders: { 'amzn-s3-demo-bucket': join(root, 'bucket') },
    folder: root,
  });
  const day = 'AWSLogs/210987654321/vpcflowlogs/eu-central-1/2026/09/14';
  writeText(join(root, 'bucket', 'all', day), []);
  writeText(join(root, 'bucket', 'projected', day), ['region']);
  const hive =
    'aws-account-id=210987654321/aws-service=vpcflowlogs/aws-region=eu-central-1/year=2026/month=09/day=14/hour=06';
  await writeParquet(join(root, 'bucket', 'hive', 'AWSLogs', hive));
  await writeParquet(join(root, 'bucket', 'hourly', day, '06'));
});
afterAll(() => {
  lake.close();
  rmSync(root, { recursive: true, force: true });
});

const variants: Record<string, { readonly ddl: string; readonly where: string }> = {
  'text, partitions by hand': {
    ddl: `CREATE EXTERNAL TABLE IF NOT EXISTS by_hand (${declared()})
      PARTITIONED BY (\`date\` date) ROW FORMAT DELIMITED FIELDS TERMINATED BY ' '
      LOCATION 's3://amzn-s3-demo-bucket/all/AWSLogs/210987654321/vpcflowlogs/eu-central-1/'
      TBLPROPERTIES ("skip.header.line.count"="1");
      ALTER TABLE by_hand ADD PARTITION (\`date\`='2026-09-14')
      LOCATION 's3://amzn-s3-demo-bucket/all/AWSLogs/210987654321/vpcflowlogs/eu-central-1/2026/09/14';`,
    where: `FROM by_hand WHERE "date" = DATE '2026-09-14'`,
  },
  'Parquet, Hive partitions by the hour': {
    ddl: `CREATE EXTERNAL TABLE IF NOT EXISTS vpc_flow_logs_parquet (${declared()})
      PARTITIONED BY (\`aws-account-id\` string, \`aws-service\` string, \`aws-region\` string, \`year\` string,
        \`month\` string, \`day\` string, \`hour\` string)
      ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
      STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
      OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
      LOCATION 's3://amzn-s3-demo-bucket/hive/AWSLogs/'
      TBLPROPERTIES ('EXTERNAL'='true', 'skip.header.line.count'='1');
      MSCK REPAIR TABLE vpc_flow_logs_parquet;`,
    where: `FROM vpc_flow_logs_parquet WHERE "aws-account-id" = '210987654321' AND year = '2026' AND hour = '06'`,
  },
  'text, projection': {
    ddl: `CREATE EXTERNAL TABLE IF NOT EXISTS projected (${declared(['region']).replace('`start`', 'start')})
      PARTITIONED BY (accid string, region string, day string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ' '
      LOCATION 's3://amzn-s3-demo-bucket/projected/AWSLogs/'
      TBLPROPERTIES ("skip.header.line.count"="1", "projection.enabled" = "true", "projection.accid.type" = "enum",
        "projection.accid.values" = "210987654321,111122223333", "projection.region.type" = "enum",
        "projection.region.values" = "us-east-1,eu-central-1", "projection.day.type" = "date",
        "projection.day.range" = "2026/09/01,NOW", "projection.day.format" = "yyyy/MM/dd",
        "storage.location.template" = "s3://amzn-s3-demo-bucket/projected/AWSLogs/\${accid}/vpcflowlogs/\${region}/\${day}")`,
    where: `FROM projected WHERE day BETWEEN '2026/09/01' AND '2026/09/30' AND region = 'eu-central-1'`,
  },
  'Parquet, projection by the hour': {
    ddl: `CREATE EXTERNAL TABLE hourly (${declared(['region']).replace('`start`', 'start')})
      PARTITIONED BY (region string, date string, hour string)
      ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
      STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
      OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
      LOCATION 's3://amzn-s3-demo-bucket/hourly/AWSLogs/'
      TBLPROPERTIES ("EXTERNAL"="true", "skip.header.line.count"="1", "projection.enabled"="true",
        "projection.region.type"="enum", "projection.region.values"="eu-central-1", "projection.date.type"="date",
        "projection.date.range"="2026/09/01,NOW", "projection.date.format"="yyyy/MM/dd", "projection.hour.type"="integer",
        "projection.hour.range"="00,23", "projection.hour.digits"="2",
        "storage.location.template"="s3://amzn-s3-demo-bucket/hourly/AWSLogs/\${account_id}/vpcflowlogs/\${region}/\${date}/\${hour}")`,
    where: `FROM hourly WHERE date = '2026/09/14' AND hour >= '05'`,
  },
};

async function run(statement: string): Promise<readonly (readonly unknown[])[]> {
  const { engine, catalog, contents } = lake;
  const known = contents === undefined ? {} : { contents };
  let rows: readonly (readonly unknown[])[] = [];
  for await (const outcome of runStatements({
    text: statement,
    language: 'athena',
    engine,
    catalog,
    lint: false,
    ...known,
  })) {
    if (outcome.kind === 'query') rows = (await runQuery(outcome.request)).rows;
  }
  return rows;
}

const questions = [
  'SELECT count(*), count(packets), sum(bytes), min(start), max("end")',
  'SELECT srcaddr, dstaddr, dstport, protocol, count(*) AS n, sum(bytes) AS b',
  'SELECT vpc_id, subnet_id, az_id, flow_direction, tcp_flags, traffic_path, pkt_dst_aws_service, count(*) AS n, sum(packets) AS p',
  'SELECT DISTINCT action, log_status, type, sublocation_type',
];

describe.each(Object.entries(variants))('%s', (kind, { ddl, where }) => {
  beforeAll(async () => {
    await run(ddl);
  });

  test.each(questions)('answers as the lake does: %s', async (question) => {
    const keys =
      question.startsWith('SELECT DISTINCT') || question.includes('count(*),')
        ? ''
        : ` GROUP BY ${question.slice(7).split(', count')[0]}`;
    const own = await run(`${question} ${where}${keys}`);
    const expected = await run(`${question} FROM the_lake${keys}`);
    expect(own.length).toBeGreaterThan(0);
    // The lake shows a field that its format lacks, or a text that a Parquet file lacks, in its own way.
    const plain = (rows: readonly (readonly unknown[])[]) =>
      rows.map((row) => row.map((cell) => (cell === '-' ? null : cell)).join('|')).sort();
    expect(plain(own)).toEqual(plain(expected));
  });

  test('the condition leaves partitions out', async () => {
    const [[inside] = []] = await run(`SELECT count(*) ${where}`);
    expect(inside).toBe(records.length);
    const [[outside] = []] = await run(`SELECT count(*) ${where.replaceAll('2026', '2027')}`);
    expect(outside).toBe(0);
    expect(kind).not.toBe('');
  });
});
