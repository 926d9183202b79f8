import {
  type CheckKind,
  checkLedger,
  type Ledger,
  type LedgerFinding,
  type LedgerLine,
} from '../../policy/index.js';
import type { OpenAnalysis } from '../analyze.js';
import type { NeedGroup } from '../report/index.js';
import { type Column, type Table, tableOf, type Value } from '../report/table.js';
import { dayOf, type LedgerView, viewLedger } from './basis.js';
import { peersOf } from './rulings.js';

/** What was seen of the need that a finding is about; undefined for findings about lines. */
export type SeenFinding = LedgerFinding & {
  readonly seen: Pick<NeedGroup, 'connections' | 'bytesOut' | 'bytesIn'> | undefined;
};

/**
 * What the checks find in a ledger, against the needs of an analysis; undecided needs with the most bytes of both
 * directions first. `soonDays` defaults to 30.
 */
export async function checkLedgerOf(
  opened: OpenAnalysis,
  ledger: Ledger,
  soonDays = 30,
): Promise<SeenFinding[]> {
  const today = dayOf(new Date());
  const view = await viewLedger(opened, ledger, today);
  const largestFirst = [...view.needs].sort((a, b) => bytesOf(b.group) - bytesOf(a.group));
  const needs = largestFirst.map(({ facts, answer, group }) => ({
    ...{ facts, answer },
    ...{ scope: group.first.scope, portClass: group.first.portClass },
  }));
  const unknownName = createNameCheck(view);
  const groups = new Map(view.needs.map(({ group }) => [group.id, group]));
  return checkLedger({ ledger, needs, today, soonDays, unknownName }).map((finding) => ({
    ...finding,
    seen: finding.need === null ? undefined : groups.get(finding.need),
  }));
}

function bytesOf({ bytesOut, bytesIn }: NeedGroup): number {
  return bytesOut + bytesIn;
}

/** A name that stands for nothing is a slip, or of a thing that is gone. Without an inventory nobody knows. */
function createNameCheck({ directory, needs }: LedgerView): (line: LedgerLine) => string | null {
  const { inventory, places } = directory;
  const workloads = new Set(places.map((place) => place.workload));
  // Endpoints and databases are destinations that open nothing, and have no place among the workloads.
  const parties = new Set([...workloads, ...needs.flatMap(({ facts }) => facts.destinationWorkloads)]);
  const groups = new Set(inventory.securityGroups.map((group) => group.id));
  const lists = new Set<string | null>(inventory.prefixLists.flatMap(({ id, name }) => [id, name]));
  const services = new Set(needs.flatMap(({ facts }) => facts.services));
  return ({ workload, destination }) => {
    if (workload !== null && !workloads.has(workload)) return `No workload is called \`${workload}\`.`;
    if (inventory.interfaces.length === 0) return null;
    switch (destination.kind) {
      case 'security-group':
        return groups.has(destination.id)
          ? null
          : `The inventory has no security group \`${destination.id}\`.`;
      case 'workload':
        return parties.has(destination.name) ? null : `No workload is called \`${destination.name}\`.`;
      case 'prefix-list':
        return lists.has(destination.name)
          ? null
          : `The inventory has no prefix list \`${destination.name}\`.`;
      case 'service':
        return services.has(destination.name) || peersOf(destination, directory).length > 0
          ? null
          : `Neither the inventory nor the logs nor ip-ranges.json know a service \`${destination.name}\`.`;
      default:
        return null;
    }
  };
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
