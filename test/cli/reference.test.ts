import { expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.js';
import { referencePage } from '../../src/cli/reference-page.js';

test('docs/reference/cli.md says what the table of commands says; -u writes it again', async () => {
  expect(commands.length).toBeGreaterThan(0);
  await expect(referencePage(commands)).toMatchFileSnapshot('../../docs/reference/cli.md');
});
