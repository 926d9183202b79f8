import { progressOf } from '../answer.js';
import { defineCommand } from '../define.js';
import { exit } from '../exit.js';
import { ingestNotes } from '../ingest-text.js';
import { locateLake } from '../locate-lake.js';
import { createProgress } from '../progress.js';
import { lakeOptions, progressOptions, readingOptions, readPathArgument } from '../shared-options.js';
import { UsageError } from '../usage-error.js';

export const ingest = defineCommand({
  name: 'ingest',
  group: 'start',
  summary: 'Take flow logs and other logs into the lake and account for every line.',
  detail: [
    'Files, folders, patterns, or `-` for standard input; plain, gzip, zstd, Parquet; S3 copies in every layout; CloudWatch exports and JSON. What was taken in before is not read again. Without PATH it takes in what sluice.yaml lists.',
    'Route 53 Resolver query logs and Network Firewall logs are recognised and become log groups of their own; `--log-group` takes any other text or JSON, an event on each line.',
  ],
  args: [readPathArgument],
  options: {
    format: {
      type: 'choice',
      choices: ['text', 'json'],
      default: 'text',
      doc: 'How the account is printed.',
    },
    logGroup: {
      type: 'text',
      placeholder: 'NAME',
      doc: 'Every line of PATH is an event of this log group, whatever it holds. `flow-logs` are the flow logs.',
    },
    wait: {
      type: 'integer',
      default: 0,
      min: 0,
      doc: 'Seconds to wait for another process that writes to the lake.',
    },
    ...readingOptions,
    ...lakeOptions,
    ...progressOptions,
  },
  examples: [
    { line: 'sluice ingest logs', doc: 'A folder as `aws s3 sync` copies it' },
    { line: 'cat logs/AWSLogs/*/vpcflowlogs/*/*/*/*/*.log.gz | sluice ingest -', doc: 'From standard input' },
    {
      line: "echo '2026-09-14T08:00:00Z version 1.42 is live' | sluice ingest - --log-group /shop/deploys",
      doc: 'Any other log, an event on each line',
    },
    { line: 'sluice ingest logs --strict --format json', doc: 'For a pipeline: fail on any rejected line' },
  ],
  async run({ app, args, options, terminal, signal }) {
    const use = await app();
    const workspace = await use.loadWorkspace(terminal.cwd);
    const paths = args.length > 0 ? args : (workspace?.sources ?? []);
    if (paths.length === 0) {
      throw new UsageError(
        'sluice ingest',
        'PATH is missing, and no sluice.yaml lists sources.',
        'sluice ingest --help',
      );
    }
    const words = { bytes: use.formatBytes, count: use.formatCount };
    const progress = createProgress(options.progress, terminal, words);
    const report = await use
      .ingest({
        paths,
        lakePath: await locateLake(use, options.lake, terminal.cwd),
        logFormat: options.logFormat,
        logGroup: options.logGroup,
        strict: options.strict,
        lockWaitSeconds: options.wait,
        memoryLimit: options.memoryLimit,
        threads: options.threads,
        stdin: terminal.stdin,
        signal,
        onProgress: (event) => progress.update(progressOf(event)),
      })
      .finally(() => progress.end());
    for (const line of ingestNotes(use, report)) terminal.note(line);
    if (report.failed.length === 0) use.requireLogs(report, paths);
    await terminal.print(
      options.format === 'json' ? use.renderIngestJson(report) : use.renderIngestText(report),
    );
    return report.failed.length > 0 ? exit.failed : exit.ok;
  },
});
