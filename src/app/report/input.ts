import type { LineAccount } from '../../ingest/index.js';
import type { EgressAnalysis } from '../../outbound/index.js';
import type { Section } from './report.js';
import type { NeedSums } from './sums.js';

/** What a report is made from: the answer, and where it comes from. */
export interface ReportInput {
  readonly analysis: EgressAnalysis;
  readonly version: string;
  /** Exact sums, needed where the answer's list of needs was cut; by default they are made from that list. */
  readonly sums?: NeedSums;
  /** Ids of the VPCs that the inventory describes; empty without one. */
  readonly vpcIds: readonly string[];
  /** What was read, in words: the paths that were given, or the lake. */
  readonly sources: readonly string[];
  /** Folder of the inventory, or null when there was none. */
  readonly inventorySource: string | null;
  /** What became of the lines that were read in this run; null when nothing was read. */
  readonly account: LineAccount | null;
  /** Flags that the lines under "next" must repeat to ask the same lake, for example `--lake /tmp/lake`. */
  readonly flags: string;
  /** Sections on what follows from the needs: decisions, policy, replay, roll-out. */
  readonly outlook?: readonly Section[];
}
