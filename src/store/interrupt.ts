/** Milliseconds between two interrupts of work that does not end. */
const again = 50;

/**
 * Work of an engine that a signal stops. An interrupt that meets no running statement is forgotten when the next one
 * begins, so it is repeated until the work ends. What the work is rejected with is the caller's to tell.
 */
export async function stoppedBy<Result>(
  signal: AbortSignal | undefined,
  engine: { interrupt(): void },
  work: () => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = (): void => {
    engine.interrupt();
    timer = setInterval(() => engine.interrupt(), again);
  };
  signal?.addEventListener('abort', stop);
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', stop);
    clearInterval(timer);
  }
}
