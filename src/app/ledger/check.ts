import {
  type CheckKind,
  checkLedger,
  type Ledger,
  type LedgerFinding,
  type LedgerLine,
} from '../../policy/index.js';
import type { OpenAnalysis } from '../analyze.js';
import { type Column, type Table, tableOf, type Value } from '../report/table.js';
import { dayOf, type LedgerView, viewLedger } from './basis.js';
import { peersOf } from './rulings.js';

/** What the checks find in a ledger, against the needs of an analysis. `soonDays` defaults to 30. */
export async function checkLedgerOf(
  opened: OpenAnalysis,
  ledger: Ledger,
  soonDays = 30,
): Promise<LedgerFinding[]> {
  const today = dayOf(new Date());
  const view = await viewLedger(opened, ledger, today);
  const needs = view.needs.map(({ facts, answer, group }) => ({
    ...{ facts, answer },
    ...{ scope: group.first.scope, portClass: group.first.portClass },
  }));
  return checkLedger({ ledger, needs, today, soonDays, unknownName: (line) => unknownName(line, view) });
}

/** A name that stands for nothing is a slip, or of a thing that is gone. Without an inventory nobody knows. */
function unknownName(line: LedgerLine, { directory, needs }: LedgerView): string | null {
  const { inventory, places } = directory;
  const known = places.some((place) => place.workload === line.workload);
  if (line.workload !== null && !known) return `No workload is called \`${line.workload}\`.`;
  const { destination } = line;
  if (inventory.interfaces.length === 0) return null;
  if (destination.kind === 'security-group') {
    const found = inventory.securityGroups.some((group) => group.id === destination.id);
    return found ? null : `The inventory has no security group \`${destination.id}\`.`;
  }
  if (destination.kind === 'workload') {
    // Endpoints and databases are destinations that open nothing, and have no place among the workloads.
    const found =
      places.some((place) => place.workload === destination.name) ||
      needs.some(({ facts }) => facts.destinationWorkloads.includes(destination.name));
    return found ? null : `No workload is called \`${destination.name}\`.`;
  }
  if (destination.kind === 'prefix-list') {
    const found = inventory.prefixLists.some(({ id, name }) => [id, name].includes(destination.name));
    return found ? null : `The inventory has no prefix list \`${destination.name}\`.`;
  }
  if (destination.kind === 'service') {
    const seen = needs.some(({ facts }) => facts.services.includes(destination.name));
    if (seen || peersOf(destination, directory).length > 0) return null;
    return `Neither the inventory nor the logs nor ip-ranges.json know a service \`${destination.name}\`.`;
  }
  return null;
}

type FindingColumn = Column & { readonly of: (finding: LedgerFinding) => Value };

const columns: readonly FindingColumn[] = [
  { key: 'kind', title: 'Finding', kind: 'text', weight: 9, of: (finding) => finding.kind },
  { key: 'line', title: 'Line', kind: 'text', weight: 9, of: (finding) => finding.line },
  { key: 'subject', title: 'About', kind: 'text', weight: 8, of: (finding) => finding.subject },
  { key: 'message', title: 'What', kind: 'text', weight: 9, of: (finding) => finding.message },
];
const machineColumns: readonly FindingColumn[] = [
  ...columns,
  { key: 'need', title: 'Need', kind: 'text', of: (finding) => finding.need },
  { key: 'help', title: 'Help', kind: 'text', of: (finding) => finding.help },
];

/** The findings as a list: for people, or with the need's id and the cure for programs. */
export function findingTable(
  findings: readonly LedgerFinding[],
  form: 'people' | 'programs',
  limit?: number,
): Table {
  return tableOf(form === 'people' ? columns : machineColumns, findings, limit);
}

export type { CheckKind, LedgerFinding };
