import { build, type Expr } from '../../../plan/index.js';
import { refuse } from '../messages.js';
import type { Lowered } from '../types.js';
import { literalText } from './literals.js';
import { arg, type CallSite } from './row.js';

const { call, cases, eq, isNull, lit } = build;

/** What RE2 cannot do as Trino's engine does; the first ones would fail only when the query runs. */
const beyondRe2: readonly (readonly [RegExp, string])[] = [
  [/\(\?<?[=!]/, 'it looks ahead or behind, which RE2 cannot'],
  [/\\[1-9]/, 'it refers back to a group, which RE2 cannot'],
  [/\(\?>|[*+?}]\+/, 'it does not backtrack in places, which RE2 has no words for'],
];

/** Classes by name hold ASCII characters in RE2, and those of all scripts in Trino. */
const namedClass = /\[:\^?[a-z]+:\]/;

/** The pattern without what its backslashes make plain and without its classes. */
const bareOf = (pattern: string): string =>
  pattern.replace(/\\\\/g, '__').replace(/\[(?:\\.|[^\]\\])*\]/g, '_');

/** The pattern in the words of JavaScript, which can be asked. */
const asked = (pattern: string): string =>
  pattern
    .replace(/\(\?[imsU-]+[:)]/g, (start) => (start.endsWith(')') ? '' : '(?:'))
    .replaceAll('(?P<', '(?<');

/** A pattern that both engines read alike; one that is not written out is left to the engine. */
export function checkRe2(args: readonly Lowered[], index: number, site: CallSite): Expr {
  const { literal } = args[index] ?? {};
  if (typeof literal !== 'string') return arg(args, index);
  const bare = bareOf(literal);
  const span = site.argSpans[index] ?? site.span;
  if (namedClass.test(literal)) {
    const reason = 'it names a class, whose characters differ between engines';
    refuse(site.query, 'bad-regex', { reason }, span, 'write the characters, such as [A-Za-z]');
  }
  for (const [probe, reason] of beyondRe2) {
    if (probe.test(bare)) refuse(site.query, 'bad-regex', { reason }, span, 'write it as RE2 does');
  }
  try {
    new RegExp(asked(literal));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^.*: /, '').toLowerCase() : String(cause);
    refuse(site.query, 'bad-regex', { reason }, span);
  }
  return { kind: 'literal', value: literal.replaceAll('(?<', '(?P<') };
}

/** `$1` is a group of Trino's, `\\1` one of RE2's; a backslash makes the next character plain. */
export function replacement(args: readonly Lowered[], site: CallSite): Expr {
  if (args.length < 3) return lit('');
  const text = literalText(args, 2, 'The replacement', site);
  const span = site.argSpans[2] ?? site.span;
  const turned = text.replace(/\\(.?)|\$(\d+|\{[^}]*\}|.?)|\\/gs, (whole, plain?: string, group?: string) => {
    if (plain !== undefined && plain !== '') return plain === '\\' ? '\\\\' : plain;
    if (group !== undefined && /^\d$/.test(group)) return `\\${group}`;
    return refuse(
      site.query,
      'not-supported',
      { what: `The replacement \`${whole}\`` },
      span,
      'groups are written $1 to $9',
    );
  });
  return lit(turned);
}

/** A pattern that is found in an empty text is found between all characters, where engines count differently. */
export function countedPattern(args: readonly Lowered[], site: CallSite): Expr {
  const pattern = checkRe2(args, 1, site);
  const text = literalText(args, 1, 'The pattern', site);
  if (matchesNothing(text)) {
    return refuse(
      site.query,
      'bad-regex',
      { reason: 'it matches an empty text' },
      site.argSpans[1] ?? site.span,
    );
  }
  return pattern;
}

function matchesNothing(pattern: string): boolean {
  return new RegExp(asked(pattern)).test('');
}

/** How many groups a pattern has. */
export function groupsOf(pattern: string): number {
  return (new RegExp(`${asked(pattern)}|`).exec('')?.length ?? 1) - 1;
}

/** The number of a group, which the pattern has. */
export function groupLiteral(args: readonly Lowered[], pattern: string, site: CallSite): number {
  const group = Number(args[2]?.literal ?? Number.NaN);
  const most = Math.min(9, groupsOf(pattern));
  if (Number.isInteger(group) && group >= 0 && group <= most) return group;
  const help = most === 0 ? 'the pattern has no groups' : `write a number from 0 to ${most}`;
  return refuse(site.query, 'literal-needed', { what: 'The group' }, site.argSpans[2] ?? site.span, help);
}

/**
 * The first match or one of its groups. A group that took no part in the match is null on Trino and empty in DuckDB, which
 * tells both apart only where it lists all matches.
 */
export function extracted(args: readonly Lowered[], site: CallSite): Expr {
  const pattern = checkRe2(args, 1, site);
  const text = args[1]?.literal;
  if (args.length < 3) return call('regexpExtract', arg(args, 0), pattern, lit(0));
  if (typeof text !== 'string') return call('regexpExtract', arg(args, 0), pattern, arg(args, 2));
  const group = groupLiteral(args, text, site);
  const isOptional = /[|?*]|\{0/.test(bareOf(text).replace(/\(\?/g, '('));
  if (group === 0 || !isOptional) return call('regexpExtract', arg(args, 0), pattern, lit(group));
  return call('arrayElement', call('groupsOfAll', arg(args, 0), pattern, lit(group)), 1);
}

/**
 * Every match replaced. Where a match of nothing follows another match, engines count differently, which shows unless the
 * replacement is empty or there is one match only.
 */
export function replaced(args: readonly Lowered[], site: CallSite): Expr {
  const pattern = checkRe2(args, 1, site);
  const text = args[1]?.literal;
  const by = replacement(args, site);
  const isEmpty = by.kind === 'literal' && by.value === '';
  if (typeof text === 'string' && !isEmpty && matchesNothing(text) && !/^(\^[^|]*|\$)?$/.test(text)) {
    const span = site.argSpans[1] ?? site.span;
    refuse(site.query, 'bad-regex', { reason: 'it matches an empty text' }, span, 'write `+` for `*`');
  }
  return call('regexpReplace', arg(args, 0), pattern, by);
}

/** Where the first match begins: the shortest text before it is cut out with it. */
export function regexpPosition(args: readonly Lowered[], site: CallSite): Expr {
  checkRe2(args, 1, site);
  const text = literalText(args, 1, 'The pattern', site).replaceAll('(?<', '(?P<');
  const before = call('regexpExtract', arg(args, 0), lit(`(?s)^(.*?)(?-s:${text})`), lit(1));
  const position = call('add', call('length', before), 1);
  const found = call('regexpLike', arg(args, 0), lit(text));
  return cases(
    [
      [isNull(arg(args, 0)), lit(null, 'bigint')],
      // Trino does not look into an empty text.
      [eq(arg(args, 0), lit('')), lit(-1)],
      [found, position],
    ],
    lit(-1),
  );
}
