/** One file of an inventory. `name` is its path, for messages; its content decides what it is. */
export interface InventoryDocument {
  readonly name: string;
  readonly text: string;
}

/** The id of a prefix list in the last part of a path, or undefined. */
export function prefixListIdIn(file: string): string | undefined {
  return /pl-[0-9a-f]{8,17}/.exec(file.split(/[\\/]/).at(-1) ?? '')?.[0];
}
