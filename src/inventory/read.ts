import { type Diagnostic, JsonPaths, LineStarts, type Span } from '../base/index.js';
import { assemble } from './assemble.js';
import { commandOf, type DocumentKey } from './commands.js';
import type { InventoryDocument } from './document.js';
import { InventoryDraft } from './draft.js';
import { describedTwice, furtherWrongMembers, pageMissing, roleConflict, wrongMember } from './faults.js';
import { parseDocument } from './parse-document.js';
import type { NotePlace } from './read-rules.js';
import { elementReaders } from './readers.js';
import { Shape } from './shape.js';
import type { Inventory } from './types.js';

export interface InventoryReading {
  /** Everything that could be read; incomplete when there is a diagnostic of severity `error`. */
  readonly inventory: Inventory;
  /** `source` is the name of the document. A span is a place in its text. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * `FILE:LINE:COLUMN` of a rule, entry or route of `inventory`, which must be the same object; undefined for any other one.
   * The documents are walked when the first place is asked for, and are held as long as this function is.
   */
  placeOf(rule: object): string | undefined;
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
  const rules = new Map<object, { places: DocumentPlaces; path: string }>();
  for (const document of documents) {
    const places = new DocumentPlaces(document);
    const parsed = parseDocument(document);
    diagnostics.push(...parsed.diagnostics);
    for (const key of parsed.keys) {
      draft.commands.add(commandOf(key));
      const place = (rule: object, path: string) => rules.set(rule, { places, path });
      diagnostics.push(...readList(draft, key, parsed.value, places, place));
      // Of several pages only the last has no token.
      const last = typeof parsed.value.NextToken !== 'string' || pages.get(key)?.last === true;
      pages.set(key, { last, file: document.name });
    }
  }
  for (const [key, { last, file }] of pages) if (!last) diagnostics.push(pageMissing(key, file));
  const inventory = assemble(draft, (...conflict) => diagnostics.push(roleConflict(...conflict)));
  const placeOf = (rule: object) => {
    const found = rules.get(rule);
    return found?.places.at(found.path);
  };
  return { inventory, diagnostics, placeOf };
}

/** Places in one document by the paths of its values. */
class DocumentPlaces {
  #paths: JsonPaths | undefined;
  #lines: LineStarts | undefined;
  readonly #text: string;
  /** A byte order mark is no JSON. */
  readonly #mark: number;
  readonly file: string;

  constructor({ name, text }: InventoryDocument) {
    this.file = name;
    this.#text = text;
    this.#mark = text.startsWith('\uFEFF') ? 1 : 0;
  }

  spanOf(path: string): Span {
    this.#paths ??= new JsonPaths(this.#text.slice(this.#mark));
    const { start, end } = this.#paths.spanOf(path);
    return { start: start + this.#mark, end: end + this.#mark };
  }

  at(path: string): string {
    this.#lines ??= new LineStarts(this.#text);
    const { line, column } = this.#lines.at(this.spanOf(path).start);
    return `${this.file}:${line}:${column}`;
  }
}

function readList(
  draft: InventoryDraft,
  key: DocumentKey,
  value: Readonly<Record<string, unknown>>,
  places: DocumentPlaces,
  place: NotePlace,
): Diagnostic[] {
  const { file } = places;
  const found: Diagnostic[] = [];
  let faults = 0;
  const root = new Shape(value, '', (path, written, expected) => {
    faults++;
    if (faults > listedFaults) return;
    found.push({ ...wrongMember(file, key, path, written, expected), span: places.spanOf(path) });
  });
  const context = {
    file,
    place,
    conflict: (...conflict: Parameters<typeof describedTwice>) => found.push(describedTwice(...conflict)),
  };
  for (const shape of root.objects(key)) elementReaders[key](draft, shape, context);
  if (faults > listedFaults) found.push(furtherWrongMembers(file, faults - listedFaults));
  return found;
}
