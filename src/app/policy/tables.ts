import { formatPortRange, protocolName } from '../../net/index.js';
import { type EgressRule, peerText, type TradeOff } from '../../policy/index.js';
import { type Table, tableOf } from '../report/table.js';
import { amountWords, excessWords, peerWords, serviceWords } from './words.js';

/** The rules of one workload for people. */
export function ruleTable(rules: readonly EgressRule[], limit?: number): Table {
  return tableOf<EgressRule>(
    [
      { key: 'peer', title: 'To', kind: 'text', weight: 9, of: ({ peer }) => peerWords(peer) },
      { key: 'service', title: 'Port', kind: 'text', weight: 9, of: serviceWords },
      { key: 'needs', title: 'Needs', kind: 'count', weight: 8, of: ({ needs }) => needs.length },
      { key: 'excess', title: 'Excess', kind: 'text', weight: 7, of: excessWords },
      { key: 'marks', title: 'Marks', kind: 'text', weight: 6, of: ({ marks }) => marks.join(', ') },
      { key: 'because', title: 'Because of', kind: 'text', weight: 3, of: becauseWords },
      { key: 'id', title: 'Id', kind: 'text', weight: 2, of: ({ id }) => id },
    ],
    rules,
    limit,
  );
}

function becauseWords({ decidedBy }: EgressRule): string {
  const [first, ...more] = decidedBy;
  if (first === undefined) return 'assumed';
  return `line ${first.line}${more.length === 0 ? '' : ` and ${more.length} more`}`;
}

export interface WorkloadRule {
  readonly workload: string;
  readonly rule: EgressRule;
}

/** Every rule for programs: amounts whole, lists with spaces between. */
export function ruleTableForPrograms(rules: readonly WorkloadRule[]): Table {
  return tableOf<WorkloadRule>(
    [
      { key: 'workload', title: 'Workload', kind: 'text', of: ({ workload }) => workload },
      { key: 'id', title: 'Id', kind: 'text', of: ({ rule }) => rule.id },
      { key: 'peerKind', title: 'Peer kind', kind: 'text', of: ({ rule }) => rule.peer.kind },
      { key: 'peer', title: 'Peer', kind: 'text', of: ({ rule }) => peerText(rule.peer) },
      { key: 'protocol', title: 'Protocol', kind: 'text', of: ({ rule }) => protocolText(rule) },
      { key: 'ports', title: 'Ports', kind: 'text', of: ({ rule }) => portsText(rule) },
      { key: 'excess', title: 'Excess', kind: 'number', of: ({ rule }) => rule.excess },
      {
        key: 'referenceExcess',
        title: 'Reference excess',
        kind: 'number',
        of: ({ rule }) => rule.referenceExcess ?? null,
      },
      { key: 'marks', title: 'Marks', kind: 'text', of: ({ rule }) => rule.marks.join(' ') },
      { key: 'needs', title: 'Needs', kind: 'text', of: ({ rule }) => rule.needs.join(' ') },
      {
        key: 'lines',
        title: 'Lines',
        kind: 'text',
        of: ({ rule }) => rule.decidedBy.map(({ line }) => line).join(' '),
      },
    ],
    rules,
  );
}

function protocolText({ protocol }: EgressRule): string {
  return protocol === null ? '*' : protocolName(protocol);
}

function portsText({ ports }: EgressRule): string {
  return ports === null ? '*' : formatPortRange(ports);
}

const tradeOffWords: Record<TradeOff['is'][number], string> = {
  chosen: 'this policy',
  fewest: 'fewest possible',
  exact: 'no use for more',
};

function isWords({ is }: TradeOff): string {
  if (is.length === 3) return 'this policy, the only one';
  return is.map((each) => tradeOffWords[each]).join(', ');
}

/** Numbers of rules with the least excess that each has. */
export function tradeOffTable(tradeOffs: readonly TradeOff[]): Table {
  return tableOf<TradeOff>(
    [
      { key: 'workload', title: 'Workload', kind: 'text', weight: 9, of: ({ workload }) => workload },
      { key: 'family', title: 'Family', kind: 'text', weight: 8, of: ({ family }) => `IPv${family}` },
      { key: 'rules', title: 'Rules', kind: 'count', weight: 9, of: ({ rules }) => rules },
      { key: 'excess', title: 'Excess', kind: 'text', weight: 9, of: ({ excess }) => amountWords(excess) },
      { key: 'is', title: '', kind: 'text', weight: 7, of: isWords },
    ],
    tradeOffs,
  );
}
