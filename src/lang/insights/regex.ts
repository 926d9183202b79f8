import type { Span } from '../../base/index.js';
import type { QueryText } from '../problem.js';
import { refuse } from './messages.js';

/** What RE2 cannot do and other engines can (RE2 syntax page); each would fail only when the query runs. */
const unsupported: readonly (readonly [RegExp, string])[] = [
  [/\(\?<?[=!]/, 'it looks ahead or behind'],
  [/\\[1-9]/, 'it refers back to a group'],
  [/\(\?>/, 'it has an atomic group'],
  [/[*+?}]\+/, 'it has a possessive quantifier'],
];

/** The pattern as RE2 reads it, or a refusal. Named groups are written `(?P<name>…)` there. */
export function checkRegex(query: QueryText, pattern: string, span: Span): string {
  const bare = pattern.replace(/\\\\/g, '__').replace(/\[(?:\\.|[^\]\\])*\]/g, '_');
  for (const [probe, reason] of unsupported) {
    if (probe.test(bare)) refuse(query, 'bad-regex', { reason }, span, 'write it as RE2 does');
  }
  try {
    new RegExp(pattern.replace(/^\(\?[imsU]+\)/, '').replaceAll('(?P<', '(?<'), 'u');
  } catch (cause) {
    const plain = cause instanceof Error ? cause.message : String(cause);
    // JavaScript's Unicode mode refuses some escapes that RE2 takes; without it, only real mistakes are left.
    try {
      new RegExp(pattern.replace(/\(\?[imsU-]+[:)]/g, '(').replaceAll('(?P<', '(?<'));
    } catch {
      refuse(query, 'bad-regex', { reason: plain.replace(/^.*: /, '').toLowerCase() }, span);
    }
  }
  return pattern.replaceAll('(?<', '(?P<');
}

/** Names of the groups of a pattern, with each group's number. */
export function namedGroups(pattern: string): { readonly name: string; readonly group: number }[] {
  const names: { name: string; group: number }[] = [];
  let group = 0;
  const bare = pattern.replace(/\\./g, '__').replace(/\[[^\]]*\]/g, (each) => '_'.repeat(each.length));
  for (const match of bare.matchAll(/\((?!\?)|\(\?P?<([A-Za-z_]\w*)>/g)) {
    group++;
    if (match[1] !== undefined) names.push({ name: match[1], group });
  }
  return names;
}
