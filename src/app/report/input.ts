import type { EgressAnalysis } from '../../outbound/index.js';

/** How many lines were read and what became of them; the same members as the account of `ingest`. */
export interface LineAccount {
  readonly lines: number;
  readonly records: number;
  readonly gaps: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** What a report is made from: the answer, and where it comes from. */
export interface ReportInput {
  readonly analysis: EgressAnalysis;
  readonly version: string;
  /** What was read, in words: the paths that were given, or the lake. */
  readonly sources: readonly string[];
  /** Folder of the inventory, or null when there was none. */
  readonly inventorySource: string | null;
  readonly account: LineAccount | null;
  /** Flags that the lines under "next" must repeat to ask the same lake, for example `--lake /tmp/lake`. */
  readonly flags: string;
}
