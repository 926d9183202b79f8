/**
 * Works on items side by side and finishes each in the order of the list: `finish` runs alone. At most `ahead` items
 * are worked on or wait for their turn, so that results do not pile up behind a slow one. Stops at the first error.
 */
export async function workInOrder<Item, Result>(
  items: readonly Item[],
  options: {
    readonly workers: number;
    readonly ahead: number;
    readonly work: (item: Item, worker: number) => Promise<Result>;
    readonly finish: (result: Result) => Promise<void>;
  },
): Promise<void> {
  const results = new Map<number, Result>();
  let next = 0;
  let finished = 0;
  let error: { readonly cause: unknown } | undefined;
  let finishing = false;
  const waiting: (() => void)[] = [];
  const wakeAll = () => {
    for (const wake of waiting.splice(0)) wake();
  };

  async function finishReady(): Promise<void> {
    if (finishing) return;
    finishing = true;
    try {
      while (error === undefined && results.has(finished)) {
        const result = results.get(finished) as Result;
        results.delete(finished);
        await options.finish(result);
        finished += 1;
        wakeAll();
      }
    } finally {
      finishing = false;
    }
  }

  async function run(worker: number): Promise<void> {
    while (error === undefined && next < items.length) {
      if (next >= finished + options.ahead) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        continue;
      }
      const index = next;
      next += 1;
      try {
        results.set(index, await options.work(items[index] as Item, worker));
        await finishReady();
      } catch (cause) {
        error ??= { cause };
        wakeAll();
      }
    }
  }

  await Promise.all(Array.from({ length: options.workers }, (_, worker) => run(worker)));
  if (error !== undefined) throw error.cause;
}
