/** What was typed cannot be understood; one line, and a cure. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** `command` is the words that were understood so far, for example `sluice analyze`. */
  constructor(
    readonly command: string,
    message: string,
    readonly help?: string,
  ) {
    super(message);
  }
}
