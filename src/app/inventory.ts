import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { type Diagnostic, WorldError } from '../base/index.js';
import { type DescribeCommand, describeCommands, type Inventory, readInventory } from '../inventory/index.js';
import { refusal } from './refusal.js';

/** More files than any account's description has; a folder with more is not an inventory. */
const mostFiles = 1_000;
/** A description of a hundred thousand interfaces has 200 MB; the text is held in memory. */
const mostBytes = 400 * 1024 * 1024;

export interface LoadedInventory {
  readonly inventory: Inventory;
  /** Warnings and notes; an error is thrown. */
  readonly diagnostics: readonly Diagnostic[];
  /** The files that were read. */
  readonly paths: readonly string[];
  /** `FILE:LINE:COLUMN` of a rule, entry or route of the inventory. It holds the texts of the files. */
  placeOf(rule: object): string | undefined;
}

/**
 * Reads the inventory from folders (their `.json` files, with subfolders) and files. Throws a `DiagnosticError` for a file
 * that is not what `aws ec2 describe-…` prints, and a `WorldError` when there is nothing to read.
 */
export async function loadInventory(paths: readonly string[]): Promise<LoadedInventory> {
  const files: string[] = [];
  for (const path of paths) files.push(...(await filesOf(path)));
  const documents: { name: string; text: string }[] = [];
  for (const name of files) documents.push({ name, text: await readText(name) });
  const { inventory, diagnostics, placeOf } = readInventory(documents);
  const errors = diagnostics.filter((each) => each.severity === 'error');
  if (errors.length > 0) throw refusal(errors, documents);
  return { inventory, diagnostics, paths: files, placeOf };
}

async function filesOf(path: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    if ((await stat(path)).isFile()) return [path];
    entries = await readdir(path, { recursive: true, withFileTypes: true });
  } catch (cause) {
    throw new WorldError(`The inventory \`${path}\` cannot be read.`, {
      path,
      cause,
      help: 'give the folder with the output of `aws ec2 describe-…`',
    });
  }
  const files = entries
    .filter((entry) => entry.isFile() && /\.json$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw nothingThere(path, entries);
  if (files.length > mostFiles) {
    throw new WorldError(
      `The folder \`${path}\` holds ${files.length} JSON files; an inventory has at most ${mostFiles}.`,
      {
        path,
        help: 'give the folder that holds nothing but the output of `aws ec2 describe-…`',
      },
    );
  }
  return files;
}

function nothingThere(path: string, entries: readonly Dirent[]): WorldError {
  const other = entries.find((entry) => entry.isFile())?.name;
  const found = other === undefined ? 'it is empty' : `it holds \`${other}\` and the like`;
  return new WorldError(`The inventory \`${path}\` has no JSON file: ${found}.`, {
    path,
    help: '`sluice inventory commands` prints how to write the files; they need --output json',
  });
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) {
      throw new WorldError(`\`${path}\` has ${size} bytes; an inventory file has at most ${mostBytes}.`, {
        path,
        help: 'limit it to one VPC: sluice inventory commands --vpc-id',
      });
    }
    return decodeText(await readFile(path));
  } catch (cause) {
    if (cause instanceof WorldError) throw cause;
    throw new WorldError(`\`${path}\` cannot be read.`, { path, cause, help: 'make the file readable' });
  }
}

/** UTF-8, or UTF-16 with a byte order mark: what `>` writes in Windows PowerShell. */
export function decodeText(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/**
 * A folder named `inventory` inside or beside the logs, or beside the `AWSLogs` folder that they are in; undefined when
 * there is none with a JSON file. It is a proposal: whoever uses it says so.
 */
export async function findInventory(paths: readonly string[]): Promise<string | undefined> {
  const candidates = paths.flatMap((path) => {
    const whole = beforePattern(path);
    const parts = whole.split(sep);
    const logs = parts.lastIndexOf('AWSLogs');
    const above = logs < 0 ? [] : [parts.slice(0, logs).join(sep) || (whole.startsWith(sep) ? sep : '.')];
    return [whole, dirname(whole), ...above];
  });
  for (const folder of new Set(candidates)) {
    const candidate = basename(folder) === 'inventory' ? folder : join(folder, 'inventory');
    if (await holdsJson(candidate)) return candidate;
  }
  return undefined;
}

/** The folder part of a path before its first glob character; `-` is standard input and lies in no folder. */
function beforePattern(path: string): string {
  if (path === '-') return '.';
  const at = path.search(/[*?[{]/);
  if (at < 0) return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
  const cut = path.slice(0, at).lastIndexOf(sep);
  return cut < 0 ? '.' : path.slice(0, Math.max(cut, 1));
}

async function holdsJson(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).some((name) => /\.json$/i.test(name));
  } catch {
    // Not there, not a folder, or not ours to read: then it is no candidate, and nobody asked for it.
    return false;
  }
}

export interface InventoryCommandOptions {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** Limits the output to one VPC. */
  readonly vpcId?: string | undefined;
  /** Folder to write into. Default: `inventory`. */
  readonly folder?: string | undefined;
}

/** Options of `aws` that filter have two spellings (AWS CLI, ec2). */
const singularFilter = new Set(['describe-nat-gateways', 'describe-flow-logs']);

/** The shell lines that write an inventory. They only read from AWS, and need `ec2:Describe*`. */
export function inventoryCommands(options: InventoryCommandOptions = {}): string[] {
  const folder = quote(options.folder ?? 'inventory');
  const common = [
    ...(options.profile === undefined ? [] : ['--profile', quote(options.profile)]),
    ...(options.region === undefined ? [] : ['--region', quote(options.region)]),
    '--output json',
  ];
  const line = ({ command, vpcFilter }: DescribeCommand) => {
    const option = singularFilter.has(command) ? '--filter' : '--filters';
    const limit =
      options.vpcId === undefined || vpcFilter === null
        ? []
        : [option, `Name=${vpcFilter},Values=${quote(options.vpcId)}`];
    return ['aws ec2', command, ...limit, ...common, '>', `${folder}/${command}.json`].join(' ');
  };
  return [`mkdir -p ${folder}`, ...describeCommands.map(line)];
}

/** A word for a POSIX shell. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
