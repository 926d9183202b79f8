import { policyLints } from '../../src/app/replay/lint.js';
import { keywords } from '../../src/replay/firewall/keywords.js';
import { blocks, unknowns } from '../../src/replay/index.js';

function table(head: readonly [string, string], rows: readonly (readonly [string, string])[]): string {
  const line = ([a, b]: readonly [string, string]) => `| ${a} | ${b} |`;
  return [line(head), line(['---', '---']), ...rows.map(line)].join('\n');
}

/** Reasons as the reference page lists them. */
export function reasonTable(): string {
  const rows = (reasons: Readonly<Record<string, string>>) =>
    Object.entries(reasons).map(([code, words]) => [`\`${code}\``, words] as const);
  return [
    table(['Blocked', 'Because'], rows(blocks)),
    table(['Cannot be judged', 'Because'], rows(unknowns)),
  ].join('\n\n');
}

export function lintTableText(): string {
  const rows = Object.entries(policyLints).map(([code, words]) => [`\`${code}\``, words] as const);
  return table(['Finding', 'Means'], rows);
}

const effects: Readonly<Record<string, string>> = {
  note: 'nothing',
  position: 'say where the content before them stands',
  name: 'the contents after them are of the name that is asked for: judged where names are known',
  buffer: 'the contents after them are of something that flow logs keep nothing of: cannot be judged',
  content: 'of a name: judged; of anything else: cannot be judged',
  flow: 'direction and state of the packet: judged',
  flowbits: '`isset` and `isnotset` cannot be judged; the rest nothing',
  'ip-protocol': 'judged',
  icmp: 'cannot be judged for ICMP, never matches anything else',
  priority: 'order in default action order',
  sid: 'must be there',
};

/** The keywords by what they do, as the reference page lists them. */
export function keywordTable(): string {
  const byEffect = new Map<string, string[]>();
  for (const [name, { effect }] of Object.entries(keywords)) {
    const words = effects[effect] ?? `cannot be judged (\`${effect}\`)`;
    byEffect.set(words, [...(byEffect.get(words) ?? []), `\`${name}\``]);
  }
  return table(
    ['Keywords', 'What they do'],
    [...byEffect].map(([words, names]) => [names.join(', '), words] as const),
  );
}
