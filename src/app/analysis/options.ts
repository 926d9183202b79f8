import type { Diagnostic } from '../../base/index.js';
import type { Inventory, WorkloadGrouping } from '../../inventory/index.js';
import type { ExpectedTraffic, IpRanges, PortClasses } from '../../outbound/index.js';

/** What an analysis is asked for. Everything but the lake has a default. */
export interface AnalysisOptions {
  readonly lakePath: string;
  /** Only records of these sources; default is the whole lake. */
  readonly sourceIds?: readonly number[];
  readonly inventory?: Inventory;
  /** The VPC's prefixes, as CIDR text; they take precedence over the inventory's. */
  readonly vpcCidrs?: readonly string[];
  /** Where `vpcCidrs` come from, for the report; default `--vpc-cidr`. */
  readonly vpcCidrsSource?: string;
  readonly ipRanges?: IpRanges;
  readonly expected?: readonly ExpectedTraffic[];
  readonly portClasses?: PortClasses;
  readonly grouping?: WorkloadGrouping;
  readonly workloadNames?: Readonly<Record<string, string>>;
  /** Unix seconds; records that start in [from, to) are read. */
  readonly from?: number;
  readonly to?: number;
  readonly memoryLimit?: string;
  readonly threads?: number;
  readonly signal?: AbortSignal;
  readonly onPhase?: (phase: string) => void;
  /** Called with a sentence that a person has to know, such as what was left behind somewhere. */
  readonly onNotice?: (sentence: string) => void;
}

/** How many rows the lists of a report hold; listings that stream have no such bound. */
export const listed = { needs: 5_000, destinations: 500, undecided: 5_000 } as const;

export type { Diagnostic };
