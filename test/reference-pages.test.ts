import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exampleWorkspace, readWorkspace } from '../src/app/workspace/index.js';
import { describeCommands } from '../src/inventory/index.js';
import { markNames } from '../src/policy/index.js';
import { targets } from '../src/target/index.js';

const page = (name: string) => readFileSync(join(import.meta.dirname, '../docs/reference', name), 'utf8');

test('the inventory page lists the commands as they are', () => {
  const rows = describeCommands.map((each) => `| \`${each.command}\` | \`${each.key}\` | ${each.use} |`);
  expect(page('inventory.md')).toContain(
    ['| Command | Key | What Sluice learns |', '| --- | --- | --- |', ...rows].join('\n'),
  );
});

test('the page on sluice.yaml ends with the file that `sluice init` writes', () => {
  expect(page('sluice-yaml.md')).toContain(`\`\`\`yaml\n${exampleWorkspace()}\`\`\`\n`);
});

test('the sluice.yaml of the tutorial is accepted as it is printed', () => {
  const tutorial = readFileSync(join(import.meta.dirname, '../docs/tutorial/first-analysis.md'), 'utf8');
  const printed = /```yaml\n([\s\S]*?)```/.exec(tutorial)?.[1] ?? '';
  expect(readWorkspace(printed, 'sluice.yaml').expected).toHaveLength(3);
});

test('the page on policies says when a rule has each mark', () => {
  expect(markNames.length).toBeGreaterThan(0);
  for (const mark of markNames) expect(page('policy.md')).toContain(`| \`${mark}\` |`);
});

test('the page on targets lists every target', () => {
  for (const { name } of targets) expect(page('targets.md')).toContain(`| \`${name}\` |`);
});
