/** Where a Trino answers, and where in it the records lie. */
export interface TrinoOptions {
  /** `http://localhost:8080`; the address of a coordinator. */
  readonly server: string;
  /** Who asks; default `sluice`. Trino without authentication believes it. */
  readonly user?: string;
  /** Default `hive`. */
  readonly catalog?: string;
  /** Default `sluice`. */
  readonly schema?: string;
  /** Seconds to wait for one answer of the server, which holds back for a second while nothing is new; default 60. */
  readonly answerSeconds?: number;
  /** Called with each answer of the server while a query runs. */
  readonly onProgress?: (progress: TrinoProgress) => void;
}

/** A schema of a Trino. */
export interface TrinoSchema {
  readonly catalog: string;
  readonly schema: string;
}

/** How far a query is; Trino counts splits, which are pieces of files. */
export interface TrinoProgress {
  readonly state: string;
  readonly completedSplits: number;
  readonly totalSplits: number;
  readonly processedRows: number;
  readonly processedBytes: number;
}

/** A query that Trino refused or could not finish, as it says itself. */
export class TrinoQueryError extends Error {
  override readonly name = 'TrinoQueryError';
  constructor(
    message: string,
    /** Trino's name for it, such as `TABLE_NOT_FOUND`. */
    readonly errorName: string,
    /** `USER_ERROR`, `INTERNAL_ERROR`, `INSUFFICIENT_RESOURCES` or `EXTERNAL`. */
    readonly errorType: string,
    readonly queryId: string,
  ) {
    super(message);
  }
}
