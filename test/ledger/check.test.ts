import { expect, test } from 'vitest';
import { ledgerCheck } from '../../src/cli/commands/ledger-check.js';
import { ledgerChecks } from '../../src/policy/index.js';

test('--fail-on and --only name every check, in the order of their urgency', () => {
  const { failOn, only } = ledgerCheck.options;
  const kinds = Object.keys(ledgerChecks);
  expect(kinds.length).toBeGreaterThan(8);
  for (const option of [failOn, only]) expect(option).toMatchObject({ choices: kinds });
});
