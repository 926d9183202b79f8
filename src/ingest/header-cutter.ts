const newline = 0x0a;

/**
 * Takes the lines that repeat a text's header out of it, as bytes: files that were put together with cat(1) are read as
 * quickly as single ones. What passes is whole lines, in pieces as they came.
 */
export class HeaderCutter {
  headers = 0;
  readonly #header: Buffer;
  #rest: Buffer = Buffer.alloc(0);

  /** `header` is the line without its newline. */
  constructor(header: string) {
    this.#header = Buffer.from(`${header}\n`);
  }

  push(chunk: Buffer): Buffer[] {
    const first = chunk.indexOf(newline) + 1;
    if (first === 0) {
      this.#rest = Buffer.concat([this.#rest, chunk]);
      return [];
    }
    const last = chunk.lastIndexOf(newline) + 1;
    const parts = this.#cut(Buffer.concat([this.#rest, chunk.subarray(0, first)]));
    if (last > first) parts.push(...this.#cut(chunk.subarray(first, last)));
    // A copy: the chunk itself would stay in memory with it.
    this.#rest = Buffer.from(chunk.subarray(last));
    return parts;
  }

  end(): Buffer[] {
    if (this.#rest.length === 0) return [];
    const parts = this.#cut(Buffer.concat([this.#rest, Buffer.from('\n')]));
    this.#rest = Buffer.alloc(0);
    return parts;
  }

  /** `lines` begins and ends with whole lines. */
  #cut(lines: Buffer): Buffer[] {
    const parts: Buffer[] = [];
    let from = 0;
    for (let at = this.#find(lines, 0); at >= 0; at = this.#find(lines, from)) {
      if (at > from) parts.push(lines.subarray(from, at));
      from = at + this.#header.length;
      this.headers += 1;
    }
    if (from < lines.length) parts.push(lines.subarray(from));
    return parts;
  }

  #find(lines: Buffer, from: number): number {
    let at = lines.indexOf(this.#header, from);
    while (at > 0 && lines[at - 1] !== newline) at = lines.indexOf(this.#header, at + 1);
    return at;
  }
}
