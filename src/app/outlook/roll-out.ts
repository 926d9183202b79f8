import type { DerivedPolicy } from '../policy/index.js';
import { plural } from '../report/format.js';
import type { Section } from '../report/report.js';
import { section } from '../report/sections/section.js';
import type { OutlookOptions } from './options.js';

/** How the policy goes live: alert first, then enforce; what to watch; how to go back. */
export function rollOutSection({ policy, undecided }: DerivedPolicy, options: OutlookOptions): Section {
  const rules = (policy?.workloads ?? []).flatMap((each) => each.rules);
  const marked = rules.filter(({ marks }) => marks.length > 0).length;
  const before =
    undecided === 0
      ? 'Every need is decided.'
      : `Decide first: ${plural(undecided, 'need')} ${undecided === 1 ? 'is' : 'are'} undecided, and no rule allows them; the replay lists those that passed when they were recorded.`;
  const watched =
    marked === 0
      ? ''
      : `, and the ${plural(marked, 'rule')} with marks, whose needs were seen rarely, late or in one scenario only`;
  return section('roll-out', 'Roll-out', {
    text: ['Sluice writes files; each step is taken by a person.'],
    points: [
      `Before: ${before} Replay the policy on a longer capture than the one it was derived from; \`--fail-on blocked\` ends with 4.`,
      'Keep the way back: the rules there are today stand in the described inventory (`describe-security-groups`). Put it into git beside the policy.',
      'Alert: with Network Firewall export with `--firewall-mode alert` and read the alerts. Security groups cannot alert: try the new groups on one instance of each workload.',
      'Enforce one workload at a time, the one with the fewest marks first. A tightened security group leaves tracked connections alone for up to five days, so look again after a restart.',
      `Watch: rejected egress by \`sluice outbound --status rejected\` every hour at first${watched}.`,
      'Go back: add the rule to 0.0.0.0/0 and ::/0 again, or attach the old group; with Network Firewall export with `--firewall-mode alert`. Then add what was missing to the ledger.',
    ],
    commands: [
      options.command('replay --policy policy/egress.json --fail-on blocked'),
      'sluice policy export --target network-firewall --firewall-mode alert',
      options.command('outbound --status rejected'),
    ],
  });
}
