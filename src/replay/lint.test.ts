import { expect, test } from 'vitest';
import { boxOf } from './boxes.js';
import { lintRules } from './lint.js';
import type { RuleShape } from './shapes.js';

const rule = {
  layer: 'security groups',
  owner: 'sg-1',
  text: 'tcp/443',
  place: 'groups.json',
  allows: true,
} as const;
const boxes = [boxOf({ family: 4, value: 0n, length: 0 }, 6, { from: 443, to: 443 })];
const shape: RuleShape = { rule, scope: 'sg-1', way: 'out', boxes, order: null };

test('rules that are too many to be compared are named as such, once, and not left out in silence', () => {
  const lintsOf = (count: number) =>
    lintRules({ kind: 'security groups', shapes: Array.from({ length: count }, () => ({ ...shape })) });
  expect(lintsOf(4_001)).toMatchObject([
    { lint: 'not-compared', detail: '4001 rules; 4000 are compared at most' },
  ]);
  expect(lintsOf(3).map((each) => each.lint)).toEqual(['redundant', 'redundant']);
});
