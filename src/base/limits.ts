/** Bounds that the whole program keeps, each with its reason. */
export const limits = {
  /** Longest query text; the documented limit of Athena (262,144 bytes) is the larger of the two services. */
  queryBytes: 262_144,
  /** Nesting of parentheses in a query; deeper text is refused before it can exhaust the stack. */
  queryDepth: 200,
  /** Rows of a Logs Insights query at most, and without a `limit` (CloudWatch Logs User Guide, `limit`). */
  insightsRows: 100_000,
  insightsDefaultRows: 10_000,
  /** Columns that one `autoregress` may add; a window each. */
  insightsLags: 100,
  /** Rows of a table that `cidrlookup` takes; each becomes a condition of the SQL. */
  insightsPrefixes: 1_000,
  /** Largest lookup table (CloudWatch Logs API reference, `CreateLookupTable`). */
  lookupBytes: 10_485_760,
  /** Values that `SOURCE` takes, and characters of a query (CloudWatch Logs User Guide, `SOURCE`; API reference, `StartQuery`). */
  sourcePrefixes: 5,
  sourceAccounts: 20,
  dataSources: 10,
  insightsCharacters: 10_000,
  /** Different keys of the subquery of a `join` (CloudWatch Logs User Guide, `join`). */
  insightsJoinKeys: 50_000,
  /** Parameters of a saved query (CloudWatch Logs API reference, `PutQueryDefinition`). */
  queryParameters: 20,
  /** Columns and literals in the SQL of one Logs Insights expression; more take seconds to plan. */
  insightsWeight: 20_000,
  /** Characters of SQL of a call that repeats what it is given; more take an engine seconds to plan. */
  repeatedSql: 200_000,
  /** Commands of a Logs Insights query, and fields or values that one command lists; each is a part of the SQL. */
  insightsStages: 200,
  insightsListed: 500,
  /** `stats` commands in one Logs Insights query. */
  insightsStats: 10,
  /** Longest line of a log that is read; a flow record has less than 4 kB. */
  lineBytes: 1_048_576,
  /** How many rejected lines are kept with their text; all are counted. */
  keptRejects: 1_000,
} as const;
