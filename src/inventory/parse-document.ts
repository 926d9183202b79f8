import { type Diagnostic, jsonFault, nearest } from '../base/index.js';
import { commandOf, type DocumentKey, describeCommands, documentKeys, furtherCommands } from './commands.js';
import { type InventoryDocument, prefixListIdIn } from './document.js';
import { isObject } from './shape.js';

/** A document as JSON, with the keys in it that can be read. No key: it says nothing, and the diagnostics say why. */
export interface ParsedDocument {
  readonly value: Readonly<Record<string, unknown>>;
  readonly keys: readonly DocumentKey[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Members that every output may have beside its list. */
const sideMembers = new Set(['NextToken', 'ResponseMetadata']);

/** Reads the JSON of one output and finds its list. */
export function parseDocument(document: InventoryDocument): ParsedDocument {
  const text = document.text.replace(/^\uFEFF/, '');
  if (text.trim() === '') return refused(document, 'inventory-empty', 'The file is empty.', 'error');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return notJson(document);
  }
  if (Array.isArray(value)) {
    return refused(
      document,
      'inventory-shape',
      'The file holds a list without the name of what it lists.',
      'error',
    );
  }
  if (!isObject(value))
    return refused(document, 'inventory-shape', 'The file holds no JSON object.', 'error');
  return withKeys(document, value);
}

function withKeys(document: InventoryDocument, value: Readonly<Record<string, unknown>>): ParsedDocument {
  const members = Object.keys(value).filter((key) => !sideMembers.has(key));
  const keys = documentKeys.filter((key) => members.includes(key));
  if (keys.length === 0) return unknownDocument(document, members);
  if (keys.includes('Entries') && prefixListIdIn(document.name) === undefined) {
    return { value, keys: [], diagnostics: [namelessEntries(document)] };
  }
  return { value, keys, diagnostics: [] };
}

/** An output that Sluice does not read is no mistake, but it is said: a key may be misspelled. */
function unknownDocument(document: InventoryDocument, members: readonly string[]): ParsedDocument {
  const named = members.slice(0, 3).map((key) => `\`${key}\``);
  const first = named.length === 0 ? 'no member' : named.join(', ');
  const word = nearest(members[0] ?? '', documentKeys);
  const near = documentKeys.find((key) => key === word);
  const message = `The file holds ${first}, and none of the lists that an inventory is made of; it is left out.`;
  return refused(document, 'inventory-unknown-file', message, 'warning', near);
}

function namelessEntries(document: InventoryDocument): Diagnostic {
  return {
    code: 'inventory-nameless-entries',
    severity: 'error',
    source: document.name,
    message: 'The file holds the entries of a prefix list, but its name does not say of which.',
    help: 'put the id into the name, as in get-managed-prefix-list-entries-pl-0123456789abcdef0.json',
  };
}

function notJson(document: InventoryDocument): ParsedDocument {
  const fault = jsonFault(document.text);
  const message =
    fault === undefined
      ? 'The file is not JSON.'
      : `The file is not JSON: ${fault.expected} is expected here.`;
  const plain = refused(document, 'inventory-not-json', message, 'error');
  if (fault === undefined) return plain;
  return { ...plain, diagnostics: plain.diagnostics.map((each) => ({ ...each, span: fault.span })) };
}

function refused(
  document: InventoryDocument,
  code: string,
  message: string,
  severity: 'error' | 'warning',
  key?: DocumentKey,
): ParsedDocument {
  const help = cureFor(document.name, key);
  return { value: {}, keys: [], diagnostics: [{ code, severity, source: document.name, message, help }] };
}

/** The command to write the file again, where its name or its key tell which; any other file may be there by accident. */
function cureFor(name: string, key: DocumentKey | undefined): string {
  const named = [...describeCommands, ...furtherCommands].find((each) => name.includes(each.command));
  const command = key === undefined ? named?.command : commandOf(key);
  return command === undefined
    ? 'take it out of the folder; `sluice inventory commands` prints how to write each file'
    : `write the file with: aws ec2 ${command} --output json > ${name}`;
}
