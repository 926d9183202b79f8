import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Longer than the rule today; each may only shrink, and new entries are not added. */
const longFiles: Record<string, number> = {};
const longFunctions: Record<string, number> = {};

const fileLines = 400;
const functionLines = 60;
const forbiddenNames = /^(?:utils?|helpers?|common|manager|data|misc|stuff)\b/;

function trackedFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((path) => /^(?:src|test|bench|scripts)\/.*\.(?:ts|mjs)$/.test(path));
}

const files = trackedFiles();

function linesOf(path: string): number {
  return readFileSync(join(root, path), 'utf8').split('\n').length - 1;
}

/** Functions with their length in lines, a table of cases in a test aside: `describe` and `test` blocks hold data. */
function functionsOf(path: string): { name: string; lines: number }[] {
  const text = readFileSync(join(root, path), 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: { name: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      const called =
        node.parent && ts.isCallExpression(node.parent) ? node.parent.expression.getText(source) : '';
      if (!/^describe\b/.test(called)) found.push({ name: nameOf(node, source), lines: last - first + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function nameOf(node: ts.Node, source: ts.SourceFile): string {
  if ('name' in node && node.name) return (node.name as ts.Node).getText(source);
  return node.parent && ts.isVariableDeclaration(node.parent)
    ? node.parent.name.getText(source)
    : '(anonymous)';
}

describe('sizes and names', () => {
  test('there are files to look at', () => expect(files.length).toBeGreaterThan(50));

  test(`no file has more than ${fileLines} lines`, () => {
    const long = files.filter((path) => linesOf(path) > (longFiles[path] ?? fileLines));
    expect(long.map((path) => `${path}: ${linesOf(path)}`)).toEqual([]);
  });

  test(`no function has more than ${functionLines} lines`, () => {
    const long = files.flatMap((path) =>
      functionsOf(path)
        .filter(({ name, lines }) => lines > (longFunctions[`${path}:${name}`] ?? functionLines))
        .map(({ name, lines }) => `${path}: ${name} has ${lines}`),
    );
    expect(long).toEqual([]);
  });

  test('file names are in kebab-case and say what is in them', () => {
    const wrong = files.filter((path) => {
      const name = basename(path).replace(/(?:\.test)?\.(?:ts|mjs)$/, '');
      return !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) || forbiddenNames.test(name);
    });
    expect(wrong).toEqual([]);
  });

  test('nothing is left for later', () => {
    const marks = new RegExp(['TO', 'DO|FIX', 'ME|XX', 'X'].join(''));
    const wrong = files.filter((path) => marks.test(readFileSync(join(root, path), 'utf8')));
    expect(wrong).toEqual([]);
  });

  test('a list of exceptions names only files that are there', () => {
    const known = new Set(files);
    const stale = [
      ...Object.keys(longFiles),
      ...Object.keys(longFunctions).map((key) => key.split(':')[0] ?? ''),
    ];
    expect(stale.filter((path) => !known.has(path))).toEqual([]);
  });
});
