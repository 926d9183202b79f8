import type { LineAccount, RejectedLine, SkippedFile } from '../ingest/index.js';

export interface ProgressEvent {
  readonly phase: 'looking' | 'taking' | 'done';
  readonly filesTotal: number;
  readonly filesDone: number;
  /** Bytes of the files as they are on disk. */
  readonly bytesTotal: number;
  readonly bytesDone: number;
  readonly records: number;
  readonly secondsElapsed: number;
}

export interface IngestOptions {
  /** Files, folders, globs, or `-` for standard input. */
  readonly paths: readonly string[];
  readonly lakePath: string;
  /** For lines without a header, as `DescribeFlowLogs` prints it; default is AWS's default format. */
  readonly logFormat?: string | undefined;
  /**
   * Every line is an event of this log group, whatever it holds. Default: Resolver query logs and Network Firewall logs are
   * recognised, and all else is flow logs, as the name `flow-logs` says it must be.
   */
  readonly logGroup?: string | undefined;
  /** Throw a RejectedLinesError after the run if a line was rejected or a file failed; the rest is taken all the same. */
  readonly strict?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: ProgressEvent) => void) | undefined;
  /** How long to wait for another process that writes to the lake; default 0. */
  readonly lockWaitSeconds?: number | undefined;
  /** The engine's memory, for example `500MB`; default is enough for the number of threads. */
  readonly memoryLimit?: string | undefined;
  /** Default is one for each core. */
  readonly threads?: number | undefined;
  /** What `-` reads; default is the process's standard input. */
  readonly stdin?: AsyncIterable<Uint8Array | string> | undefined;
}

/** One source and where its lines went. */
export interface SourceReport {
  readonly sourceId: number;
  readonly path: string;
  readonly bytes: number;
  readonly account: LineAccount;
  readonly flowLogId: string | null;
  /** The log group whose events it holds; null for flow logs. */
  readonly logGroup: string | null;
  /** Names in its header that are not known yet; their values are kept out, the records are not. */
  readonly unknownFields: readonly string[];
  /** The path of the source with the same content, when all lines are duplicates for that reason. */
  readonly copyOf: string | null;
}

/** What the sources of one log group other than the flow logs brought. */
export interface LogGroupReport {
  readonly name: string;
  readonly files: number;
  /** `records` are events. */
  readonly account: LineAccount;
  /** Earliest and latest event, Unix seconds; null without events. */
  readonly window: { readonly from: number; readonly to: number } | null;
}

export interface FailedFile {
  readonly path: string;
  readonly message: string;
  readonly help: string | null;
}

export interface IngestReport {
  readonly lakePath: string;
  /** New in this run, changed ones included. */
  readonly taken: readonly SourceReport[];
  /** In the lake before, with the same content. */
  readonly already: readonly SourceReport[];
  /** Paths of `taken` whose content differs from what was taken before; the old rows are replaced. */
  readonly changed: readonly string[];
  /** Files that are no logs. */
  readonly skipped: readonly SkippedFile[];
  /** Files that could not be read; nothing of them is in the lake. */
  readonly failed: readonly FailedFile[];
  /** Account of the flow logs taken in this run. */
  readonly total: LineAccount;
  /** Account of all flow logs that `paths` name, also of those that were there before. */
  readonly named: LineAccount;
  /** The other log groups of everything that `paths` name, by name. */
  readonly logGroups: readonly LogGroupReport[];
  readonly unknownFields: readonly string[];
  /** The first rejected lines of everything that `paths` name. */
  readonly rejects: readonly RejectedLine[];
  /** Bytes of the files taken in this run. */
  readonly bytes: number;
  /** Earliest start and latest end of the flow logs that `paths` name, Unix seconds. */
  readonly window: { readonly from: number; readonly to: number } | null;
  /**
   * The sources whose records `paths` name: for `createRecordsView`. Where a line is a duplicate, the source that
   * brought the record is among them.
   */
  readonly sourceIds: readonly number[];
  /** Those of `sourceIds` that `paths` do not name themselves, but that hold records of a named one. */
  readonly borrowedSourceIds: readonly number[];
  /** Things to know about the run, as sentences. */
  readonly notes: readonly string[];
  readonly secondsElapsed: number;
}
