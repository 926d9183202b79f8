/** Column names of a plan that are in use, without regard to case, since engines do not regard it. */
export class ColumnNames {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set([...taken].map((name) => name.toLowerCase()));
  }

  claim(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.#taken.has(name.toLowerCase()); n++) name = `${wanted}_${n}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}
