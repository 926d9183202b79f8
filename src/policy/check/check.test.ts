import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { basisOf, need, prefix, ruling } from '../../../test/fixtures/policy-basis.js';
import { bases, cells, decided, groups, passes } from '../../../test/fixtures/policy-universe.js';
import { derivePolicy, ruleId } from '../derive/index.js';
import { readPolicy, writePolicy } from '../serialize/index.js';
import type { EgressPolicy, EgressRule, Peer, PolicyBasis } from '../types.js';
import { checkPolicy, decidePolicy } from './index.js';

function derived(basis: PolicyBasis, maxRules = 60): EgressPolicy | undefined {
  return derivePolicy(basis, { maxRules }).policy;
}

/** The policy with other rules for its only workload. */
function withRules(
  policy: EgressPolicy,
  change: (rules: readonly EgressRule[]) => EgressRule[],
): EgressPolicy {
  return { ...policy, workloads: policy.workloads.map((each) => ({ ...each, rules: change(each.rules) })) };
}

function kindsOf(policy: EgressPolicy, basis: PolicyBasis): string[] {
  return checkPolicy(policy, basis).findings.map(({ kind }) => kind);
}

describe('the proof', () => {
  test('holds for a derived policy, also after it was written and read', () => {
    fc.assert(
      fc.property(bases, fc.constantFrom(3, 6, 60), (basis, maxRules) => {
        const policy = derived(basis, maxRules);
        if (policy === undefined) return;
        expect(checkPolicy(policy, basis).findings).toEqual([]);
        const { policy: again } = readPolicy(writePolicy(policy), 'egress.json');
        expect(again && checkPolicy(again, basis).findings).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('finds exactly what trying every connection finds, after rules were taken out or moved', () => {
    const edit = fc.record({ drop: fc.nat(), widen: fc.option(fc.nat()), shift: fc.option(fc.nat()) });
    fc.assert(
      fc.property(bases, edit, (basis, { drop, widen, shift }) => {
        const policy = derived(basis);
        if (policy === undefined) return;
        const edited = withRules(policy, (rules) =>
          rules.flatMap((rule, index) => {
            if (index === drop % (rules.length + 1)) return [];
            if (widen !== null && index === widen % rules.length) return [widened(rule)];
            if (shift !== null && index === shift % rules.length) return [shifted(rule)];
            return [rule];
          }),
        );
        const rules = edited.workloads.flatMap((each) => each.rules);
        const tried = cells().map((cell) => ({ answer: decided(basis, cell), passes: passes(rules, cell) }));
        const kinds = kindsOf(edited, basis);
        const blocked = tried.some((each) => each.answer === 'allow' && !each.passes);
        expect(kinds.some((kind) => kind === 'blocked-need' || kind === 'blocked-line')).toBe(blocked);
        const leaks = tried.some(
          (each) => each.answer !== undefined && each.answer !== 'allow' && each.passes,
        );
        expect(kinds.includes('leak')).toBe(leaks);
      }),
      { numRuns: 300 },
    );
  });

  test('a rule is said to be spare exactly when nothing is lost without it', () => {
    fc.assert(
      fc.property(bases, fc.nat(), (basis, more) => {
        const policy = derived(basis);
        const rules = policy?.workloads.flatMap((each) => each.rules) ?? [];
        const copied = rules[more % Math.max(1, rules.length)];
        if (policy === undefined || copied === undefined) return;
        const edited = withRules(policy, (before) => [...before, { ...widened(copied), needs: [] }]);
        const all = edited.workloads.flatMap((each) => each.rules);
        const allowed = cells().filter((cell) => decided(basis, cell) === 'allow');
        const spare = checkPolicy(edited, basis).findings.flatMap((each) =>
          each.kind === 'spare' ? [each.rule] : [],
        );
        for (const rule of all) {
          if (rule.peer.kind === 'security-group') continue;
          const without = all.filter((each) => each !== rule);
          const needed = allowed.some((cell) => passes(all, cell) && !passes(without, cell));
          expect([rule, spare.includes(rule)]).toEqual([rule, !needed]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The rule one bit wider, in addresses where it has any. */
function widened(rule: EgressRule): EgressRule {
  const { peer } = rule;
  if (peer.kind !== 'prefix' || peer.prefix.length === 0) return rule;
  const length = peer.prefix.length - 1;
  const host = BigInt(32 - length);
  return edited(rule, {
    peer: { kind: 'prefix', prefix: { ...peer.prefix, length, value: (peer.prefix.value >> host) << host } },
  });
}

/** The rule one port further up. */
function shifted(rule: EgressRule): EgressRule {
  return rule.ports === null
    ? rule
    : edited(rule, { ports: { from: rule.ports.from + 1, to: Math.min(65_535, rule.ports.to + 1) } });
}

function edited(rule: EgressRule, parts: Partial<EgressRule>): EgressRule {
  const whole = { ...rule, ...parts };
  return { ...whole, id: ruleId({ workload: 'app', ...whole }) };
}

const web = { decision: 'allow' as const, connections: 100 };

describe('what is found', () => {
  const one = need({ ...web, destination: prefix('10.0.0.4') });
  const denied = need({ decision: 'deny', destination: prefix('10.0.0.5') });
  const basis = basisOf({ needs: [one, denied] });

  function ruleOf(policy: EgressPolicy | undefined): EgressRule {
    const rule = policy?.workloads[0]?.rules[0];
    if (rule === undefined) throw new Error('no rule');
    return rule;
  }

  const policy = derived(basis);
  if (policy === undefined) throw new Error('no policy');

  test('a need without a rule, with the nearest rule', () => {
    const other = withRules(policy, ([rule]) => [
      edited(rule as EgressRule, { ports: { from: 80, to: 80 } }),
    ]);
    expect(checkPolicy(other, basis).findings).toMatchObject([
      { kind: 'blocked-need', need: { id: one.id }, closest: { ports: { from: 80 } } },
      { kind: 'spare' },
      { kind: 'wrong-record', what: 'its excess is 1, not 0' },
      { kind: 'wrong-record', what: `the need \`${one.id}\` is not served by it` },
    ]);
  });

  test('a wider rule leaks, can be narrowed, and has another excess', () => {
    const wide = withRules(policy, ([rule]) => [widened(rule as EgressRule)]);
    expect(checkPolicy(wide, basis).findings).toMatchObject([
      { kind: 'leak', need: { id: denied.id }, example: { prefix: denied.destination } },
      { kind: 'narrowable', narrower: { peer: { prefix: { length: 32 } }, ports: { from: 443, to: 443 } } },
      { kind: 'wrong-record' },
    ]);
  });

  test('a range is narrowed at its ends', () => {
    const wide = withRules(policy, ([rule]) => [
      edited(rule as EgressRule, { ports: { from: 443, to: 444 }, excess: 1n }),
    ]);
    expect(checkPolicy(wide, basis).findings).toMatchObject([
      { kind: 'narrowable', narrower: { ports: { from: 443, to: 443 } } },
    ]);
  });

  test('every protocol is narrowed to the only one', () => {
    const wide = withRules(policy, ([rule]) => [edited(rule as EgressRule, { protocol: null, ports: null })]);
    expect(kindsOf(wide, basis)).toContain('narrowable');
  });

  test('a line that allows what was not seen', () => {
    const lines = basisOf({
      rulings: [
        ruling({
          peers: [{ kind: 'prefix', prefix: prefix('10.0.0.0/8') }],
          decidedBy: { line: 7, text: 'x' },
        }),
      ],
    });
    expect(
      checkPolicy(
        withRules(policy, () => []),
        lines,
      ).findings,
    ).toMatchObject([
      {
        kind: 'blocked-line',
        decidedBy: { line: 7 },
        example: { prefix: prefix('10.0.0.0/8'), ports: null },
      },
    ]);
  });

  test('a line about a domain needs a rule for it, and its needs pass by that rule', () => {
    const decidedByName = need({ ...web });
    const lines = basisOf({
      needs: [decidedByName],
      rulings: [
        ruling({
          peers: [{ kind: 'domain', name: 'example.com' }],
          ports: { from: 443, to: 443 },
          needs: [decidedByName.id],
        }),
      ],
    });
    const named = derived(lines);
    expect(named && checkPolicy(named, lines).findings).toEqual([]);
    expect(
      named &&
        kindsOf(
          withRules(named, () => []),
          lines,
        ),
    ).toEqual(['blocked-need', 'blocked-line']);
  });

  test('a reference that reaches a member who is denied', () => {
    const peers: Peer[] = [{ kind: 'security-group', id: 'sg-a', name: 'a' }];
    const member = need({ ...web, destination: prefix('10.0.0.2'), peers });
    const referring = derived(basisOf({ needs: [member], groups }));
    const other = need({ destination: prefix('10.0.0.3'), peers, decision: 'deny' });
    expect(
      referring && checkPolicy(referring, basisOf({ needs: [member, other], groups })).findings,
    ).toMatchObject([{ kind: 'leak', need: { id: other.id }, rule: { peer: { id: 'sg-a' } } }]);
  });

  test('a workload that is not there', () => {
    const gone = basisOf({ needs: [need({ ...one, workload: 'other' })] });
    expect(checkPolicy(policy, gone).findings).toMatchObject([
      { kind: 'blocked-need', workload: 'other', closest: null },
      { kind: 'unknown-workload', workload: 'app' },
    ]);
  });

  test('a connection is decided by one rule or by the closest one', () => {
    const rule = ruleOf(policy);
    const decide = (address: string, port: number) => decidePolicy(policy, 'app', prefix(address), 6, port);
    expect(decide('10.0.0.4', 443)).toEqual({ action: 'allow', rule });
    expect(decide('10.0.0.4', 80)).toEqual({ action: 'deny', closest: rule });
    expect(decide('10.0.0.7', 443)).toEqual({ action: 'deny', closest: rule });
    expect(decide('10.0.0.7', 80)).toEqual({ action: 'deny', closest: null });
    expect(decidePolicy(policy, 'other', prefix('10.0.0.4'), 6, 443)).toEqual({
      action: 'deny',
      closest: null,
    });
  });
});
