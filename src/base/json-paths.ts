import type { Span } from './diagnostic.js';
import { type Located, locate } from './json-located.js';
import { jsonFault } from './json-place.js';

const nowhere: Located = { kind: 'scalar', span: { start: 0, end: 0 }, value: null };

/** Places of values in a JSON text by their paths. The text is walked when the first place is asked for. */
export class JsonPaths {
  readonly #text: string;
  #root: Located | undefined;

  /** Of a text with a fault, no place is known: it stands at the beginning. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The place of a value, by a path as in `Subnets[3].CidrBlock`: the nearest value that is there. */
  spanOf(path: string): Span {
    this.#root ??= jsonFault(this.#text) === undefined ? locate(this.#text) : nowhere;
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
