import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * The sources as JavaScript, for tests that need a process of its own to kill. Types are only left out, not checked.
 * The folder lies inside the repository so that packages are found from it.
 */
export function compileSources(): { folder: string; remove: () => void } {
  const root = join(import.meta.dirname, '../..');
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'sluice-compiled-'));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  for (const layer of ['base', 'net', 'flow', 'plan', 'dialect', 'ingest', 'store'])
    compileLayer(root, layer, folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function compileLayer(root: string, layer: string, folder: string): void {
  for (const entry of readdirSync(join(root, 'src', layer), { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ts') || entry.endsWith('.test.ts')) continue;
    const text = readFileSync(join(root, 'src', layer, entry), 'utf8');
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
      },
    });
    const target = join(folder, layer, entry.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
}
