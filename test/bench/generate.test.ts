import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';

const generator = join(import.meta.dirname, '..', '..', 'bench', 'generate.mjs');
const root = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
afterAll(() => rmSync(root, { recursive: true }));

function generate(name: string, format: string): string {
  const out = join(root, name);
  execFileSync('node', [generator, '--records', '20000', '--format', format, '--out', out, '--seed', '3']);
  return out;
}

function logFiles(out: string): string[] {
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.log.gz'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A line as fields by name, with the stamp of its file in Unix seconds. */
type Line = Record<string, string> & { readonly stamp: string };

function linesOf(path: string): Line[] {
  const [header = '', ...lines] = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
  const names = header.split(' ');
  const [, y, mo, d, h, mi] = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/.exec(basename(path)) ?? [];
  const stamp = String(Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi)) / 1000);
  return lines.map((line) => {
    const values = line.split(' ');
    expect(values).toHaveLength(names.length);
    return { ...Object.fromEntries(names.map((field, index) => [field, values[index] ?? ''])), stamp };
  });
}

const tuple = (line: Line, back: boolean): string => {
  const sides = [`${line.srcaddr} ${line.srcport}`, `${line.dstaddr} ${line.dstport}`];
  if (back) sides.reverse();
  return [line['interface-id'], line.protocol, ...sides].join(' ');
};

describe.each(['v2', 'v5'])('generated %s logs', (format) => {
  const out = generate(format, format);
  const files = logFiles(out);
  const lines = files.flatMap(linesOf);

  test('hold exactly the records that were asked for, in files by their end', () => {
    expect(lines).toHaveLength(20_000);
    const outside = lines.filter((line) => {
      const late = Number(line.end) - Number(line.stamp);
      return late < 0 || late >= 300 || Number(line.start) > Number(line.end);
    });
    expect(outside).toEqual([]);
  });

  test('are the same for the same arguments', () => {
    const again = logFiles(generate(`${format}-again`, format));
    expect(again.map((path) => basename(path))).toEqual(files.map((path) => basename(path)));
    for (const [index, path] of again.entries()) {
      expect(readFileSync(path).equals(readFileSync(files[index] ?? ''))).toBe(true);
    }
  });

  test('belong to interfaces that the inventory describes', () => {
    const described = readFileSync(join(out, 'inventory', 'describe-network-interfaces.json'), 'utf8');
    for (const id of new Set(lines.map((line) => line['interface-id'])))
      expect(described).toContain(`"${id}"`);
  });

  test('answer what was accepted on the same interface, except what is never answered', () => {
    const accepted = lines.filter((line) => line.action === 'ACCEPT');
    const seen = new Set(accepted.map((line) => tuple(line, false)));
    const unanswered = accepted.filter((line) => !seen.has(tuple(line, true)));
    expect(accepted.length).toBeGreaterThan(10_000);
    expect(unanswered.length / accepted.length).toBeLessThan(0.03);
    if (format === 'v5') expect(new Set(unanswered.map((line) => line['tcp-flags']))).toEqual(new Set(['2']));
  });
});

test('the flags of a server answer the flags of its client', () => {
  const lines = logFiles(join(root, 'v5')).flatMap(linesOf);
  const flagsOf = new Map(
    lines.map((line) => [`${tuple(line, false)} ${line.start}`, Number(line['tcp-flags'])]),
  );
  const opened = lines.filter((line) => line.protocol === '6' && (Number(line['tcp-flags']) & 18) === 18);
  expect(opened.length).toBeGreaterThan(1000);
  for (const line of opened) {
    const starts = [Number(line.start), Number(line.start) - 1];
    const client = starts.map((start) => flagsOf.get(`${tuple(line, true)} ${start}`) ?? 0);
    expect(client.some((flags) => (flags & 18) === 2)).toBe(true);
  }
});
