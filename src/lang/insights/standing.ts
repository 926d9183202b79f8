/** What the reference says of a command, function or operator beside its meaning. */
export interface Standing {
  /** Where the service was seen to do something else than AWS documents, or documents nothing; what it does is done here. */
  readonly observed?: string;
  /** What AWS does not say, with what is done here. */
  readonly unconfirmed?: string;
}
