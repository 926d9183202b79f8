import {
  markNames,
  markWords,
  unloggedDuty,
  unloggedTraffic,
  type WorkloadPolicy,
} from '../../policy/index.js';
import { formatCount, formatTime, plural } from '../report/format.js';
import type { Report, Section } from '../report/report.js';
import { section } from '../report/sections/section.js';
import { type Table, tableOf } from '../report/table.js';
import type { DerivedPolicy } from './derive.js';
import { ruleTable, tradeOffTable } from './tables.js';
import { amountWords, placeWords } from './words.js';

export interface PolicyReportOptions {
  /** Rules of each workload to show; default all. */
  readonly rows?: number;
  /** Workloads to show; default all. */
  readonly workloads?: readonly string[];
}

/** What a person is told about a derived policy: the rules by workload, what they rest on, and what they leave out. */
export function policyReport(derived: DerivedPolicy, options: PolicyReportOptions = {}): Report {
  const { policy, derivation } = derived;
  const workloads = policy?.workloads ?? [];
  const isAsked = (workload: string) => options.workloads?.includes(workload) ?? true;
  const shown = workloads.filter(({ place }) => isAsked(place.workload));
  const withRules = shown.filter(({ rules }) => rules.length > 0);
  return {
    title: 'Least egress policy',
    headline: headline(derived, workloads),
    facts: facts(derived, workloads),
    sections: [
      ...withRules.map((each) => workloadSection(each, options.rows)),
      ...silentSection(shown.filter(({ rules }) => rules.length === 0)),
      ...tradeOffSection(derivation.tradeOffs.filter(({ workload }) => isAsked(workload))),
      ...unexpressedSection(derived),
      ...marksSection(shown),
      ...(policy === undefined ? [] : [unloggedSection()]),
    ],
  };
}

function headline(
  { policy, undecided, assumed }: DerivedPolicy,
  workloads: readonly WorkloadPolicy[],
): string[] {
  if (policy === undefined) return ['No policy is written: not everything fits.'];
  const rules = workloads.reduce((sum, each) => sum + each.rules.length, 0);
  const excess = workloads.reduce((sum, each) => sum + each.excess, 0n);
  const beyond =
    excess === 0n
      ? 'nothing beyond what was allowed'
      : `an excess of ${amountWords(excess)} (addresses × ports beyond what was allowed)`;
  return [
    `${plural(rules, 'rule')} for ${plural(workloads.length, 'workload')}, with ${beyond}.`,
    ...(assumed === 0
      ? []
      : [
          `${plural(assumed, 'need')} ${assumed === 1 ? 'is' : 'are'} allowed by --assume allow-accepted and by no decision: they were accepted when they were recorded.`,
        ]),
    ...(undecided === 0
      ? []
      : [
          `${plural(undecided, 'need')} ${undecided === 1 ? 'is' : 'are'} undecided, and no rule allows them.`,
        ]),
  ];
}

function facts({ basis, ledgerPath, hasLedger }: DerivedPolicy, workloads: readonly WorkloadPolicy[]): Table {
  const count = (decision: string) => basis.needs.filter((need) => need.decision === decision).length;
  const references = workloads
    .flatMap(({ rules }) => rules)
    .filter(({ referenceExcess }) => referenceExcess !== undefined && referenceExcess !== 0n);
  const rows: [string, string][] = [
    ['seen', `${formatTime(basis.window.from)} to ${formatTime(basis.window.to)} UTC`],
    [
      'needs',
      `${formatCount(count('allow'))} allowed, ${formatCount(count('deny'))} denied, ${formatCount(count('undecided'))} undecided`,
    ],
    ['ledger', hasLedger ? ledgerPath : 'none'],
    ...(references.length === 0
      ? []
      : [
          [
            'groups and lists',
            `${plural(references.length, 'rule')} whose group or list has members that nothing was seen to need`,
          ] as [string, string],
        ]),
  ];
  return tableOf(
    [
      { key: 'name', title: '', kind: 'text', weight: 9, of: (row: [string, string]) => row[0] },
      { key: 'value', title: '', kind: 'text', weight: 9, of: (row) => row[1] },
    ],
    rows,
  );
}

function workloadSection({ place, rules, excess }: WorkloadPolicy, rows: number | undefined): Section {
  const words = excess === 0n ? '' : `, excess ${amountWords(excess)}`;
  return section(place.workload, `${placeWords(place, rules.length)}${words}`, {
    tables: [{ caption: '', table: ruleTable(rules, rows) }],
  });
}

/** Workloads that may open nothing. */
function silentSection(workloads: readonly WorkloadPolicy[]): Section[] {
  if (workloads.length === 0) return [];
  const names = workloads.map(({ place }) => place.workload).join(', ');
  return [
    section('silent', `May open nothing: ${names}`, { text: ['Nothing that they opened is allowed.'] }),
  ];
}

function tradeOffSection(tradeOffs: DerivedPolicy['derivation']['tradeOffs']): Section[] {
  if (tradeOffs.length === 0) return [];
  return [
    section('trade-off', 'Rules and excess', {
      text: [
        'The least excess (addresses × ports beyond what was allowed) for each number of rules. --max-rules takes one, for each workload and family.',
      ],
      tables: [{ caption: '', table: tradeOffTable(tradeOffs) }],
    }),
  ];
}

function unexpressedSection({ policy, basis }: DerivedPolicy): Section[] {
  const unexpressed = policy?.unexpressed ?? [];
  if (unexpressed.length === 0) return [];
  const needs = new Map(basis.needs.map((need) => [need.id, need]));
  const points = unexpressed.map(({ need, workload, reason }) => {
    const connections = needs.get(need)?.connections ?? 0;
    return `${need} of ${workload} (${plural(connections, 'connection')}): ${reason}`;
  });
  return [section('unexpressed', 'Allowed, and no rule can say it', { points, attention: true })];
}

function marksSection(workloads: readonly WorkloadPolicy[]): Section[] {
  const used = new Set(workloads.flatMap(({ rules }) => rules.flatMap(({ marks }) => marks)));
  if (used.size === 0) return [];
  const points = markNames.filter((mark) => used.has(mark)).map((mark) => `${mark}: ${markWords[mark]}`);
  return [section('marks', 'What the marks say', { points })];
}

function unloggedSection(): Section {
  return section('unlogged', 'Never in a flow log', {
    text: ['That this was not seen says nothing about whether it is needed.', unloggedDuty],
    points: unloggedTraffic.map(({ name, where }) => `${name}: ${where}`),
  });
}
