import type { EgressAnalysis } from '../outbound/index.js';
import { requireLake } from '../store/index.js';
import {
  type AnalysisOptions,
  AnalysisSession,
  readAnalysis,
  TrinoAnalysisEngine,
  type TrinoAnalysisOptions,
} from './analysis/index.js';
import { type IngestOptions, type IngestReport, ingest } from './ingest.js';
import { requireFlowLogs } from './require-logs.js';
import { resolveSetting, type Setting, type SettingRequest } from './setting.js';

/** What an analysis is asked for; with paths the logs are taken in first, without them the lake is read as it is. */
export interface AnalyzeRequest extends SettingRequest {
  /** `${version} ${srcaddr} …` for logs without a header line. */
  readonly logFormat?: string;
  /** Refuse to go on when a line was rejected. */
  readonly strict?: boolean;
  /** Unix seconds: records that start in [fromTime, toTime). */
  readonly fromTime?: number;
  readonly toTime?: number;
  readonly memoryLimit?: string;
  readonly threads?: number;
  readonly lockWaitSeconds?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: IngestOptions['onProgress'];
  /** The Trino that computes, over the same records; default is the embedded engine. */
  readonly trino?: TrinoAnalysisOptions;
  /** Called with a sentence that a person has to know. */
  readonly onNotice?: (sentence: string) => void;
  /** Called with what the analysis is at, in a few words. */
  readonly onPhase?: (phase: string) => void;
}

/** An analysis whose steps have run and whose tables can be asked. Close the session after use. */
export interface OpenAnalysis {
  readonly session: AnalysisSession;
  readonly ingest: IngestReport | null;
  readonly setting: Setting;
}

export interface AnalysisResult {
  readonly analysis: EgressAnalysis;
  /** What was taken in before; null when no paths were given. */
  readonly ingest: IngestReport | null;
  readonly setting: Setting;
}

/** Takes the logs in and answers for them: what leaves, opened by whom, to where, and what is not known. */
export async function analyze(request: AnalyzeRequest): Promise<AnalysisResult> {
  const { session, ...rest } = await openAnalysis(request);
  try {
    return { analysis: await session.untilStopped(() => readAnalysis(session)), ...rest };
  } finally {
    await session.close();
  }
}

/** Takes the logs in and runs the steps of the analysis; the caller asks for listings and explanations. */
export async function openAnalysis(request: AnalyzeRequest): Promise<OpenAnalysis> {
  const setting = await resolveSetting(request);
  const taken = await takeNamedLogs(request, setting.lakePath);
  const { trino } = request;
  // A lake that is named is there; one that is not named may be away from where the Trino reads it.
  if (trino !== undefined && request.lake !== undefined) requireLake(setting.lakePath);
  const options: AnalysisOptions = {
    ...given(request),
    lakePath: setting.lakePath,
    ...(taken === null ? {} : { sourceIds: taken.sourceIds }),
    inventory: setting.inventory,
    vpcCidrs: setting.vpcCidrs,
    vpcCidrsSource: setting.vpcCidrsSource,
    ...(setting.ipRanges === undefined ? {} : { ipRanges: setting.ipRanges }),
    expected: setting.expected,
    portClasses: setting.portClasses,
    grouping: setting.grouping,
    workloadNames: setting.workloadNames,
    ...(request.fromTime === undefined ? {} : { from: request.fromTime }),
    ...(request.toTime === undefined ? {} : { to: request.toTime }),
    ...(request.onPhase === undefined ? {} : { onPhase: request.onPhase }),
    ...(request.onNotice === undefined ? {} : { onNotice: request.onNotice }),
  };
  const engine = trino === undefined ? undefined : new TrinoAnalysisEngine(trino, options);
  const session = await AnalysisSession.open(options, engine);
  return { session, ingest: taken, setting };
}

/** Takes in the logs that the request names; null when it names none. Throws a WorldError when no flow log is among them. */
export async function takeNamedLogs(request: AnalyzeRequest, lakePath: string): Promise<IngestReport | null> {
  const { paths = [] } = request;
  if (paths.length === 0) return null;
  const taken = await takeIn(request, paths, lakePath);
  requireFlowLogs(taken, paths);
  return taken;
}

function takeIn(request: AnalyzeRequest, paths: readonly string[], lakePath: string): Promise<IngestReport> {
  return ingest({
    ...given(request),
    paths,
    lakePath,
    ...(request.logFormat === undefined ? {} : { logFormat: request.logFormat }),
    ...(request.strict === undefined ? {} : { strict: request.strict }),
    ...(request.lockWaitSeconds === undefined ? {} : { lockWaitSeconds: request.lockWaitSeconds }),
    ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
  });
}

/** Bounds and signal as both use cases take them. */
function given(request: AnalyzeRequest): { memoryLimit?: string; threads?: number; signal?: AbortSignal } {
  return {
    ...(request.memoryLimit === undefined ? {} : { memoryLimit: request.memoryLimit }),
    ...(request.threads === undefined ? {} : { threads: request.threads }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  };
}
