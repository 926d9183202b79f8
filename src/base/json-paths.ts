import type { Span } from './diagnostic.js';
import { type Located, locate } from './json-located.js';

/** Places of values in a JSON text by their paths. The text is walked when the first place is asked for. */
export class JsonPaths {
  readonly #text: string;
  #root: Located | undefined;

  /** `text` must be JSON; `jsonFault` says whether it is. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The place of a value, by a path as in `Subnets[3].CidrBlock`: the nearest value that is there. */
  spanOf(path: string): Span {
    this.#root ??= locate(this.#text);
    let value = this.#root;
    for (const [, name, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
      const next: Located | undefined =
        value.kind === 'object'
          ? value.members.get(name ?? '')?.value
          : value.kind === 'list'
            ? value.items[Number(index)]
            : undefined;
      if (next === undefined) break;
      value = next;
    }
    return value.span;
  }
}
