import { assertNever, type Diagnostic } from '../../base/index.js';
import { formatPrefix, protocolName } from '../../net/index.js';
import { type CheckFinding, type CheckResult, checkPolicy, findingWords } from '../../policy/index.js';
import type { OpenAnalysis } from '../analyze.js';
import { formatCount, plural } from '../report/format.js';
import type { Report, Section } from '../report/report.js';
import { section } from '../report/sections/section.js';
import { type Column, type Table, tableOf } from '../report/table.js';
import { type Assumption, basisFor } from './derive.js';
import { loadPolicy } from './policy-file.js';
import { peerWords, serviceWords } from './words.js';

export interface CheckRequest {
  readonly policyPath: string;
  readonly ledgerPath: string;
  /** What the policy was derived with; default `nothing`. */
  readonly assume?: Assumption;
}

export interface CheckedPolicy extends CheckResult {
  readonly policyPath: string;
  readonly ledgerPath: string;
  readonly hasLedger: boolean;
  readonly assumed: number;
  readonly policyText: string;
  /** Warnings about the file, with their places in its text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Proves a policy file against the analysis and the ledger. Throws when the file cannot be read. */
export async function checkPolicyFile(opened: OpenAnalysis, request: CheckRequest): Promise<CheckedPolicy> {
  const { policyPath, ledgerPath, assume } = request;
  const { policy, diagnostics, text: policyText } = await loadPolicy(policyPath);
  const { basis, assumed, hasLedger } = await basisFor(opened, ledgerPath, assume);
  return {
    ...checkPolicy(policy, basis),
    policyPath,
    policyText,
    ledgerPath,
    hasLedger,
    assumed,
    diagnostics,
  };
}

/** What a person is told about a proof. `rows` is how much of each list is shown. */
export function policyCheckReport(checked: CheckedPolicy, rows = 20): Report {
  const { findings, rules, needs, unexpressed, assumed } = checked;
  const kinds = kindNames.filter((kind) => findings.some((each) => each.kind === kind));
  const holds = findings.length === 0;
  return {
    title: `Proof of ${checked.policyPath}`,
    headline: [
      holds
        ? 'It holds: all that is allowed passes, all that is denied or undecided fails, and no rule can be dropped or narrowed.'
        : `It does not hold: ${plural(findings.length, 'finding')}.`,
      ...(needs.allow > 0 || assumed > 0
        ? []
        : ['The ledger allows no need; a policy that was derived with --assume is proven with it, too.']),
      ...(unexpressed === 0
        ? []
        : [
            `${plural(unexpressed, 'allowed need')} without a port ${unexpressed === 1 ? 'is' : 'are'} left aside: no rule can say it.`,
          ]),
      ...(assumed === 0
        ? []
        : [`${plural(assumed, 'need')} ${assumed === 1 ? 'counts' : 'count'} as allowed by --assume only.`]),
    ],
    facts: factTable([
      ['rules', formatCount(rules)],
      [
        'tried',
        `${formatCount(needs.allow)} allowed, ${formatCount(needs.deny)} denied, ${formatCount(needs.undecided)} undecided needs, and every line of the ledger`,
      ],
      ['ledger', checked.hasLedger ? checked.ledgerPath : 'none'],
    ]),
    sections: kinds.map((kind) => findingSection(kind, findings, rows)),
  };
}

const kindNames = Object.keys(findingWords).filter(
  (name): name is CheckFinding['kind'] => name in findingWords,
);

function factTable(rows: readonly (readonly [string, string])[]): Table {
  return tableOf(
    [
      { key: 'name', title: '', kind: 'text', weight: 9, of: ([name]: readonly [string, string]) => name },
      { key: 'value', title: '', kind: 'text', weight: 9, of: ([, value]) => value },
    ],
    rows,
  );
}

function findingSection(kind: CheckFinding['kind'], all: readonly CheckFinding[], rows: number): Section {
  const findings = all.filter((each) => each.kind === kind);
  const words = findingWords[kind];
  return section(kind, `${words[0]?.toUpperCase()}${words.slice(1)}: ${formatCount(findings.length)}`, {
    tables: [{ caption: '', table: findingTable(findings, rows) }],
    attention: true,
  });
}

function findingTable(findings: readonly CheckFinding[], rows: number): Table {
  const columns = [
    { key: 'workload', title: 'Workload', kind: 'text', weight: 8, of: ({ workload }) => workload },
    { key: 'rule', title: 'Rule', kind: 'text', weight: 7, of: ruleWords },
    { key: 'example', title: 'Example', kind: 'text', weight: 9, of: exampleWords },
    { key: 'because', title: 'Because', kind: 'text', weight: 6, of: becauseWords },
  ] satisfies (Column & { of: (finding: CheckFinding) => string | null })[];
  const used = columns.filter(({ of }) => findings.some((each) => of(each) !== null));
  return tableOf<CheckFinding>(used, findings, rows);
}

function ruleWords(finding: CheckFinding): string | null {
  if (!('rule' in finding)) return null;
  const { rule } = finding;
  return `${rule.id} ${peerWords(rule.peer)} ${serviceWords(rule)}`;
}

function exampleWords(finding: CheckFinding): string | null {
  switch (finding.kind) {
    case 'blocked-need': {
      const { destination: prefix, protocol, port } = finding.need;
      return cellWords({ prefix, protocol, ports: port === 0 ? null : { from: port, to: port } });
    }
    case 'blocked-line':
      return finding.peer === null
        ? cellWords(finding.example)
        : `${peerWords(finding.peer)} ${serviceWords(finding.example)}`;
    case 'leak':
      return cellWords(finding.example);
    case 'narrowable':
      return `${peerWords(finding.narrower.peer)} ${serviceWords(finding.narrower)} is enough`;
    case 'spare':
    case 'wrong-record':
    case 'unknown-workload':
      return null;
    default:
      return assertNever(finding);
  }
}

type Cell = Extract<CheckFinding, { kind: 'leak' }>['example'];

function cellWords({ prefix, protocol, ports }: Cell): string {
  const where = prefix === null ? '' : `${peerWords({ kind: 'prefix', prefix })} `;
  return `${where}${serviceWords({ protocol, ports })}`;
}

function becauseWords(finding: CheckFinding): string | null {
  switch (finding.kind) {
    case 'blocked-need': {
      const { closest, need } = finding;
      const near = closest === null ? 'no rule is near' : `closest is ${closest.id}`;
      return `need ${need.id}; ${near}`;
    }
    case 'blocked-line':
      return finding.decidedBy === null ? null : `line ${finding.decidedBy.line}: ${finding.decidedBy.text}`;
    case 'leak':
      return finding.need === null
        ? 'a line of the ledger'
        : `need ${finding.need.id} is ${finding.need.decision === 'deny' ? 'denied' : 'undecided'}`;
    case 'wrong-record':
      return finding.what;
    case 'spare':
      return 'everything allowed passes without it';
    case 'narrowable':
    case 'unknown-workload':
      return null;
    default:
      return assertNever(finding);
  }
}

/** The proof for a program. */
export function policyCheckJson(checked: CheckedPolicy): string {
  const { findings, rules, needs, unexpressed, policyPath, ledgerPath, hasLedger, assumed } = checked;
  const value = {
    schemaVersion: 1,
    kind: 'policy-check',
    policy: policyPath,
    ledger: hasLedger ? ledgerPath : null,
    holds: findings.length === 0,
    rules,
    needs,
    assumed,
    unexpressed,
    findings: findings.map((finding) => ({
      kind: finding.kind,
      workload: finding.workload,
      rule: 'rule' in finding ? finding.rule.id : null,
      need: 'need' in finding ? (finding.need?.id ?? null) : null,
      example: 'example' in finding ? exampleJson(finding.example) : null,
      line: 'decidedBy' in finding ? (finding.decidedBy?.line ?? null) : null,
      text: [findingWords[finding.kind], exampleWords(finding), becauseWords(finding)]
        .filter((each) => each !== null)
        .join('; '),
    })),
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function exampleJson({ prefix, protocol, ports }: Cell) {
  return {
    prefix: prefix === null ? null : formatPrefix(prefix),
    protocol: protocol === null ? null : protocolName(protocol),
    ports,
  };
}
