import { lintRules, type Rule, ruleLints } from '../../replay/index.js';
import { plural } from '../report/format.js';
import { type Table, tableOf } from '../report/table.js';
import type { ReplayResult } from './replay.js';
import { amount, type RuleUsage, ruleUsage } from './usage.js';

/** Names of what is looked for; the last two need traffic. */
export const policyLints = {
  ...ruleLints,
  'never-used': 'No recorded connection used it.',
  wider: 'It allows far more than what used it.',
};

export type PolicyLint = keyof typeof policyLints;

export interface LintFinding {
  readonly lint: PolicyLint;
  readonly layer: string;
  readonly owner: string;
  readonly rule: string;
  readonly place: string;
  readonly detail: string;
}

/** A rule that allows more than this many times what used it is called wide: more than a /22 for one address. */
const wideFactor = 1_000n;

/** What is wrong with rules, by themselves and with the traffic that used them. */
export function lintPolicy(result: ReplayResult): LintFinding[] {
  const alone = result.layers
    .flatMap(lintRules)
    .map(({ lint, rule, detail }) => findingOf(lint, rule, detail));
  return [...alone, ...ruleUsage(result).flatMap(byUse)];
}

function byUse({ rule, state, excess, targets }: RuleUsage): LintFinding[] {
  if (state === 'never used' && rule.allows) {
    return [findingOf('never-used', rule, policyLints['never-used'])];
  }
  if (excess === null || targets === 0 || excess < wideFactor * BigInt(targets)) return [];
  return [findingOf('wider', rule, `${plural(targets, 'target')} used, ${amount(excess)} more are allowed`)];
}

function findingOf(lint: PolicyLint, rule: Rule, detail: string): LintFinding {
  return { lint, layer: rule.layer, owner: rule.owner, rule: rule.text, place: rule.place, detail };
}

export function lintTable(findings: readonly LintFinding[], limit?: number): Table {
  return tableOf<LintFinding>(
    [
      { key: 'lint', title: 'Finding', kind: 'text', weight: 9, of: (row) => row.lint },
      { key: 'layer', title: 'Layer', kind: 'text', weight: 3, of: (row) => row.layer },
      { key: 'owner', title: 'Rule of', kind: 'text', weight: 8, of: (row) => row.owner },
      { key: 'rule', title: 'Rule', kind: 'text', weight: 9, of: (row) => row.rule },
      { key: 'detail', title: 'Because of', kind: 'text', weight: 7, of: (row) => row.detail },
      { key: 'place', title: 'Place', kind: 'text', weight: 2, of: (row) => row.place },
    ],
    findings,
    limit,
  );
}
