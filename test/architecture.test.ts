import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/** What each folder may import, lowest first. The order of the rows rules cycles out. */
const layers: Record<string, string> = {
  base: '',
  net: 'base',
  flow: 'base net',
  inventory: 'base net',
  plan: 'base net flow',
  lang: 'base net flow plan',
  dialect: 'base net flow plan',
  outbound: 'base net flow inventory plan',
  policy: 'base net outbound',
  replay: 'base net inventory plan outbound policy',
  target: 'base net policy',
  ingest: 'base net flow',
  store: 'base net flow plan dialect ingest',
  app: 'base net flow inventory plan lang dialect outbound policy replay target ingest store',
  cli: 'base app',
};
const order = Object.keys(layers);
/** Folders that may touch the machine; the others are pure: no packages, no `node:*`. */
const impure = new Set(['ingest', 'store', 'app', 'cli']);
/** Packages that a pure folder may use, each with its reason. */
const pureImports: Record<string, readonly string[]> = {};

const root = join(import.meta.dirname, '..', 'src');

function sourcesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(path: string): string[] {
  return ts.preProcessFile(readFileSync(path, 'utf8')).importedFiles.map((file) => file.fileName);
}

describe.each(order)('%s', (layer) => {
  const allowed = (layers[layer] ?? '').split(' ').filter((name) => name !== '');
  const files = existsSync(join(root, layer)) ? sourcesOf(layer) : [];

  test('has sources', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  test('imports only layers above it in the table, so no cycle can be written down', () => {
    const above = order.slice(0, order.indexOf(layer));
    for (const lower of allowed) expect(above).toContain(lower);
  });

  test('imports other folders only through their index, and only those its row names', () => {
    const wrong: string[] = [];
    for (const file of files) {
      for (const specifier of importsOf(file)) {
        const other = /^(?:\.\.\/)+([a-z]+)\/(.*)$/.exec(specifier);
        if (!other || !order.includes(other[1] ?? '') || other[1] === layer) continue;
        if (!allowed.includes(other[1] ?? '') || other[2] !== 'index.js') wrong.push(`${file}: ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('is pure, unless its row says otherwise', () => {
    if (impure.has(layer)) return;
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => !specifier.startsWith('.') && !(pureImports[layer] ?? []).includes(specifier))
        .map((specifier) => `${file}: ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});

test('every folder of src has a row', () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map((folder) => folder.name).sort()).toEqual([...order].sort());
});

test('the languages never import each other', () => {
  const wrong = sourcesOf('lang').flatMap((file) => {
    const own = /src\/lang\/([a-z]+)\//.exec(file)?.[1];
    return importsOf(file)
      .filter((specifier) => {
        const other = /^\.\.\/(athena|insights)\//.exec(specifier)?.[1];
        return own !== undefined && other !== undefined && other !== own;
      })
      .map((specifier) => `${file}: ${specifier}`);
  });
  expect(wrong).toEqual([]);
});
