import type { AnyCommand } from '../command.js';
import { policyCheck } from './policy-check.js';
import { policyDerive } from './policy-derive.js';
import { policyDiff } from './policy-diff.js';
import { policyExport } from './policy-export.js';
import { policyLint } from './policy-lint.js';
import { policyUsage } from './policy-usage.js';

/** The commands of policies, in the order in which they are used. */
export const policyCommands: readonly AnyCommand[] = [
  policyDerive,
  policyCheck,
  policyExport,
  policyUsage,
  policyDiff,
  policyLint,
];
