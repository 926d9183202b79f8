/** Our own mistake: a claim that the code relies on does not hold. Never used for the user's input. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}

/** Throws when a claim the code relies on does not hold. `claim` is written as a statement of fact. */
export function assert(condition: unknown, claim: string): asserts condition {
  if (!condition) throw new AssertionFailure(claim);
}

/** Ends a `switch` over a union: a kind that was forgotten does not compile. */
export function assertNever(value: never): never {
  throw new AssertionFailure(`unexpected value ${JSON.stringify(value)}`);
}
