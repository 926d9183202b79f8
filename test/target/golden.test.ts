import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Format, formats, type TargetOptions, targets } from '../../src/target/index.js';
import { addressPolicy, context, domainPolicy } from './policies.js';
import { variants } from './variants.js';

const folder = join(import.meta.dirname, 'golden');

describe.each(variants)('$target, $variant', ({ target: name, variant, policy, options }) => {
  const target = targets.find((each) => each.name === name);
  const chosen = policy === 'domains' ? domainPolicy : addressPolicy;

  test('refuses nothing', () => {
    expect(target?.generate(chosen, context(options)).refusals).toEqual([]);
  });

  test.each(formats)('%s', async (format: Format) => {
    const output = target?.generate(chosen, context(options as Partial<TargetOptions>));
    const files = output?.files(format) ?? [];
    expect(files.length).toBeGreaterThan(0);
    for (const { path, text } of files) {
      await expect(text).toMatchFileSnapshot(join(folder, `${name}.${variant}`, format, path));
    }
  });

  test('rows', async () => {
    const rows = target?.generate(chosen, context(options)).rows ?? [];
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    await expect(text).toMatchFileSnapshot(join(folder, `${name}.${variant}`, 'rows.ndjson'));
  });
});

test('every target has a golden case', () => {
  expect(new Set(variants.map(({ target }) => target))).toEqual(new Set(targets.map(({ name }) => name)));
});
