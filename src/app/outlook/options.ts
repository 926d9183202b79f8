import type { Detail } from '../report/report.js';

/** How the sections are made. */
export interface OutlookOptions {
  /** Rows of each list. */
  readonly rows: number;
  /** `brief` leaves the rules out, which a document lists. */
  readonly detail: Detail;
  /** A line for a shell that asks the same lake. */
  readonly command: (words: string) => string;
}
