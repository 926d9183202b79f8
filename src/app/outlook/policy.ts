import { DiagnosticError } from '../../base/index.js';
import type { EgressRule, WorkloadPolicy } from '../../policy/index.js';
import type { OpenAnalysis } from '../analyze.js';
import {
  amountWords,
  type DerivedPolicy,
  derivePolicyFrom,
  excessWords,
  peerWords,
  serviceWords,
} from '../policy/index.js';
import { plural } from '../report/format.js';
import type { Section } from '../report/report.js';
import { section } from '../report/sections/section.js';
import { type Table, tableOf } from '../report/table.js';
import type { OutlookOptions } from './options.js';

/** What the decisions come to as rules; undefined while nothing is allowed. */
export async function deriveForReport(
  opened: OpenAnalysis,
  ledgerPath: string,
): Promise<DerivedPolicy | undefined> {
  try {
    return await derivePolicyFrom(opened, { ledgerPath });
  } catch (cause) {
    // Nothing is allowed yet: the section on decisions says so.
    if (cause instanceof DiagnosticError && cause.diagnostics[0]?.code === 'policy-no-decision')
      return undefined;
    throw cause;
  }
}

/** The proposed policy: rules and excess by workload, and each rule with the needs that it serves. */
export function policySection({ policy, derivation }: DerivedPolicy, options: OutlookOptions): Section {
  if (policy === undefined) {
    return section('policy', 'Proposed policy', {
      text: ['The decisions do not fit into the quotas.'],
      points: derivation.diagnostics.map(({ message, help }) =>
        help === undefined ? message : `${message} ${help}.`,
      ),
      commands: [options.command('policy derive --trade-off')],
      attention: true,
    });
  }
  const rules = policy.workloads.reduce((sum, each) => sum + each.rules.length, 0);
  const excess = policy.workloads.reduce((sum, each) => sum + each.excess, 0n);
  return section('policy', 'Proposed policy', {
    text: [
      `${plural(rules, 'rule')} for ${plural(policy.workloads.length, 'workload')} allow what was decided, with ${excess === 0n ? 'nothing beyond it' : `an excess of ${amountWords(excess)} addresses × ports`}.`,
    ],
    tables: [
      { caption: 'By workload', table: workloadTable(policy.workloads) },
      ...(options.detail === 'brief'
        ? []
        : [
            { caption: 'Rules, with the needs they serve', table: ruleTable(policy.workloads, options.rows) },
          ]),
    ],
    commands: [
      options.command('policy derive'),
      options.command('policy check'),
      'sluice policy export --target security-groups --as terraform',
    ],
  });
}

function workloadTable(workloads: readonly WorkloadPolicy[]): Table {
  return tableOf<WorkloadPolicy>(
    [
      { key: 'workload', title: 'Workload', kind: 'text', weight: 9, of: ({ place }) => place.workload },
      { key: 'rules', title: 'Rules', kind: 'count', weight: 9, of: ({ rules }) => rules.length },
      {
        key: 'excess',
        title: 'Excess',
        kind: 'text',
        weight: 8,
        of: ({ excess }) => (excess === 0n ? 'none' : amountWords(excess)),
      },
      {
        key: 'marked',
        title: 'To look at again',
        kind: 'count',
        of: ({ rules }) => rules.filter(({ marks }) => marks.length > 0).length,
      },
      {
        key: 'groups',
        title: 'Security groups',
        kind: 'text',
        of: ({ place }) => place.securityGroups.map(({ id }) => id).join(', ') || null,
      },
    ],
    workloads,
  );
}

interface PlacedRule {
  readonly workload: string;
  readonly rule: EgressRule;
}

function ruleTable(workloads: readonly WorkloadPolicy[], rows: number): Table {
  const placed = workloads.flatMap(({ place, rules }) =>
    rules.map((rule): PlacedRule => ({ workload: place.workload, rule })),
  );
  return tableOf<PlacedRule>(
    [
      { key: 'workload', title: 'Workload', kind: 'text', weight: 9, of: ({ workload }) => workload },
      { key: 'peer', title: 'To', kind: 'text', weight: 9, of: ({ rule }) => peerWords(rule.peer) },
      { key: 'service', title: 'Port', kind: 'text', weight: 9, of: ({ rule }) => serviceWords(rule) },
      {
        key: 'excess',
        title: 'Excess',
        kind: 'text',
        weight: 7,
        of: ({ rule }) => excessWords(rule) || null,
      },
      { key: 'marks', title: 'Marks', kind: 'text', of: ({ rule }) => rule.marks.join(', ') || null },
      {
        key: 'lines',
        title: 'Ledger',
        kind: 'text',
        of: ({ rule }) => rule.decidedBy.map(({ line }) => `line ${line}`).join(', ') || null,
      },
      {
        key: 'needs',
        title: 'Needs',
        kind: 'text',
        weight: 3,
        of: ({ rule }) => rule.needs.join(' ') || null,
      },
      { key: 'id', title: 'Id', kind: 'text', weight: 2, of: ({ rule }) => rule.id },
    ],
    placed,
    rows,
  );
}
