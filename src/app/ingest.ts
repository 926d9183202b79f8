import { type IngestOptions, type IngestReport, takeLogs } from '../store/index.js';

export type { LineAccount, RejectedLine, SkippedFile } from '../ingest/index.js';
export type {
  FailedFile,
  IngestOptions,
  IngestReport,
  LogGroupReport,
  ProgressEvent,
  SourceReport,
} from '../store/index.js';
export { RejectedLinesError } from '../store/index.js';

/** Takes logs into a lake. See `IngestOptions` for what may be given and `IngestReport` for what comes back. */
export async function ingest(options: IngestOptions): Promise<IngestReport> {
  return await takeLogs(options);
}
