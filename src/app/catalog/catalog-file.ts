import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { WorldError } from '../../base/index.js';
import { replaceText } from '../replace-text.js';
import { type CatalogContents, catalogShape, emptyCatalog } from './model.js';

/** The file with the databases, tables, views and prepared queries of a lake. */
export function catalogPath(lakePath: string): string {
  return join(lakePath, 'athena-catalog.json');
}

/** Reads the catalogue; without the file there is only the database `default`. Throws a WorldError when it is damaged. */
export async function readCatalog(lakePath: string): Promise<CatalogContents> {
  const path = catalogPath(lakePath);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return emptyCatalog;
    throw damaged(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, 'it is no JSON', cause);
  }
  const checked = v.safeParse(catalogShape, value);
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  const place = v.getDotPath(issue) ?? 'the file';
  throw damaged(path, `at ${place}: ${issue.message}`, undefined);
}

/** Writes the catalogue as a whole: whoever reads it, or a crash, finds the old one or the new one. */
export async function writeCatalog(lakePath: string, contents: CatalogContents): Promise<void> {
  const path = catalogPath(lakePath);
  const what = "The catalogue of Athena's tables";
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WorldError(`${what} cannot be written: ${reason}`, { path, cause });
  }
  await replaceText(path, `${JSON.stringify(contents, undefined, 2)}\n`, what);
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

function damaged(path: string, reason: string, cause: unknown): WorldError {
  return new WorldError(`The catalogue of Athena's tables cannot be read: ${reason}.`, {
    path,
    help: 'mend the file, or move it away and create the tables again',
    ...(cause === undefined ? {} : { cause }),
  });
}
