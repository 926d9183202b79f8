import type { Diagnostic } from '../base/index.js';
import { assemble } from './assemble.js';
import { commandOf, type DocumentKey } from './commands.js';
import type { InventoryDocument } from './document.js';
import { InventoryDraft } from './draft.js';
import { describedTwice, furtherWrongMembers, pageMissing, roleConflict, wrongMember } from './faults.js';
import { parseDocument } from './parse-document.js';
import { elementReaders } from './readers.js';
import { Shape } from './shape.js';
import type { Inventory } from './types.js';

export interface InventoryReading {
  /** Everything that could be read; incomplete when there is a diagnostic of severity `error`. */
  readonly inventory: Inventory;
  /** `source` is the name of the document. A span is a place in its text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Wrong members that are listed for one file; a file of another shape would list thousands. */
const listedFaults = 10;

/**
 * Reads the outputs of `aws ec2 describe-…`, each recognised by its top-level key. Any may be missing, and there may be
 * several of one kind: pages, accounts, VPCs. What cannot be read is a diagnostic and not an exception.
 */
export function readInventory(documents: readonly InventoryDocument[]): InventoryReading {
  const diagnostics: Diagnostic[] = [];
  const draft = new InventoryDraft();
  const pages = new Map<DocumentKey, { last: boolean; file: string }>();
  for (const document of documents) {
    const parsed = parseDocument(document);
    diagnostics.push(...parsed.diagnostics);
    for (const key of parsed.keys) {
      draft.commands.add(commandOf(key));
      diagnostics.push(...readList(draft, key, parsed.value, document.name));
      // Of several pages only the last has no token.
      const last = typeof parsed.value.NextToken !== 'string' || pages.get(key)?.last === true;
      pages.set(key, { last, file: document.name });
    }
  }
  for (const [key, { last, file }] of pages) if (!last) diagnostics.push(pageMissing(key, file));
  const inventory = assemble(draft, (...conflict) => diagnostics.push(roleConflict(...conflict)));
  return { inventory, diagnostics };
}

function readList(
  draft: InventoryDraft,
  key: DocumentKey,
  value: Readonly<Record<string, unknown>>,
  file: string,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  let faults = 0;
  const root = new Shape(value, '', (path, written, expected) => {
    faults++;
    if (faults <= listedFaults) found.push(wrongMember(file, key, path, written, expected));
  });
  const context = {
    file,
    conflict: (...conflict: Parameters<typeof describedTwice>) => found.push(describedTwice(...conflict)),
  };
  for (const shape of root.objects(key)) elementReaders[key](draft, shape, context);
  if (faults > listedFaults) found.push(furtherWrongMembers(file, faults - listedFaults));
  return found;
}
