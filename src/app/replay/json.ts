import { isoTime } from '../report/format.js';
import { rowJson, schemaVersion } from '../report/json.js';
import type { Table } from '../report/table.js';
import type { FindingList, ReplayFinding, RuleUse } from './answer.js';
import type { ReplayResult } from './replay.js';
import type { ListedFinding } from './tables.js';

/** A replay as one JSON document; times are ISO 8601. */
export function renderReplayJson({ answer, ledger, notes }: ReplayResult): string {
  const lists = Object.entries(answer.lists).map(([name, list]) => [name, listJson(list)]);
  const document = {
    schemaVersion,
    kind: 'replay',
    ledger,
    notes,
    layers: answer.layers,
    totals: answer.totals,
    ...Object.fromEntries(lists),
    rules: answer.rules.map(useJson),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function listJson({ needs, volume, rows }: FindingList) {
  return { needs, ...volume, rows: rows.map(findingJson) };
}

function findingJson({ firstSeen, lastSeen, ...rest }: ReplayFinding) {
  return { ...rest, firstSeen: isoTime(firstSeen), lastSeen: isoTime(lastSeen) };
}

function useJson({ firstSeen, lastSeen, rule, ...rest }: RuleUse) {
  const time = (seconds: number | null) => (seconds === null ? null : isoTime(seconds));
  return { ...rule, ...rest, firstSeen: time(firstSeen), lastSeen: time(lastSeen) };
}

/** The findings of all lists in one, for tables. */
export function allFindings({ answer }: ReplayResult): ListedFinding[] {
  return Object.entries(answer.lists).flatMap(([list, { rows }]) => rows.map((row) => ({ ...row, list })));
}

/** Two lists of a comparison as one JSON document. */
export function renderPolicyDiffJson(
  lists: Readonly<Record<'allowed' | 'changed', Table>>,
  notes: readonly string[],
): string {
  const rows = ({ rows: list, columns }: Table) =>
    list.map((row): unknown => JSON.parse(rowJson(row, columns)));
  const document = {
    ...{ schemaVersion, kind: 'policy-diff', notes },
    ...{ allowed: rows(lists.allowed), changed: rows(lists.changed) },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
