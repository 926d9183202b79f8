import {
  estimateUnseen,
  newNeedsPlan,
  type Sightings,
  sightingsPlan,
  type Unseen,
} from '../../outbound/index.js';
import { number, text } from '../analysis/cells.js';
import type { AnalysisSession } from '../analysis/index.js';

/** Whether the capture has seen enough of one workload. */
export interface WorkloadSaturation extends Sightings, Unseen {
  readonly workload: string;
  /** When the last new need came, Unix seconds. */
  readonly lastNew: number;
  /** New needs in each hour of the window, from its first. */
  readonly newByHour: readonly number[];
}

export interface Saturation {
  /** Start of the first hour, Unix seconds. */
  readonly from: number;
  readonly hours: number;
  readonly workloads: readonly WorkloadSaturation[];
}

const hour = 3600;
/** More hours than these are shown in wider slices by whoever draws them. */
const mostHours = 24 * 366;

/** Reads how many needs each workload showed when, and estimates what is still unseen. */
export async function saturationOf(
  session: AnalysisSession,
  window: { readonly from: number; readonly to: number },
): Promise<Saturation> {
  const from = Math.floor(window.from / hour) * hour;
  const hours = Math.min(mostHours, Math.max(1, Math.ceil((window.to - from) / hour)));
  const byHour = new Map<string, number[]>();
  for (const row of await session.rows(newNeedsPlan(hour))) {
    const name = text(row.workload);
    const slots = byHour.get(name) ?? new Array<number>(hours).fill(0);
    byHour.set(name, slots);
    const slot = Math.min(hours - 1, Math.max(0, Math.floor((number(row.at) - from) / hour)));
    slots[slot] = (slots[slot] ?? 0) + number(row.needs);
  }
  const workloads = (await session.rows(sightingsPlan)).map((row) => {
    const sightings = {
      observed: number(row.observed),
      total: number(row.total),
      once: number(row.once),
      twice: number(row.twice),
    };
    const workload = text(row.workload);
    return {
      workload,
      ...sightings,
      ...estimateUnseen(sightings),
      lastNew: number(row.last_new),
      newByHour: byHour.get(workload) ?? [],
    };
  });
  return { from, hours, workloads };
}
