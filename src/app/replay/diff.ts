import {
  addressText,
  allowedBy,
  type Box,
  changedPlan,
  firstJudgedStep,
  type Layer,
  sourceText,
  totalSize,
  trafficOf,
  without,
} from '../../replay/index.js';
import { number, text } from '../analysis/cells.js';
import { keepStep } from '../analysis/session.js';
import type { OpenAnalysis } from '../analyze.js';
import { formatPort } from '../report/groups.js';
import { type Table, tableOf } from '../report/table.js';
import { subjectOf } from './replay.js';
import { runReplay } from './run.js';
import { amount } from './usage.js';

/** Traffic that one policy allows and the other does not. */
export interface AllowedOnly {
  readonly side: 'first' | 'second';
  readonly layer: string;
  /** A security group, network ACL or workload; `firewall` for Network Firewall. */
  readonly scope: string;
  readonly box: Box;
}

/** A need of which the two policies let different parts pass. */
export interface ChangedNeed {
  readonly workload: string;
  readonly destination: string;
  readonly protocol: number;
  readonly port: number;
  readonly connections: number;
  readonly passesFirst: number;
  readonly passesSecond: number;
  readonly blockedFirst: number;
  readonly blockedSecond: number;
}

export interface PolicyDiff {
  /** Kinds of rules that both have and that are sets of addresses and ports. */
  readonly compared: readonly string[];
  readonly allowed: readonly AllowedOnly[];
  readonly changed: readonly ChangedNeed[];
  /** Kinds of rules that only one of them has, or that are no sets of addresses; for these only traffic is compared. */
  readonly notes: readonly string[];
}

/** Needs that are listed at most. */
const mostChanged = 5_000;

/** The word for the rules that the inventory describes, where a file may stand. */
export const existingRules = 'existing';

/** Compares two policies by what they allow, and by what they do with the traffic of an open analysis. */
export async function diffPolicies(
  opened: OpenAnalysis,
  [first, second]: readonly [string, string],
  from: string,
): Promise<PolicyDiff> {
  const { session, setting } = opened;
  const read = async (path: string) =>
    (await subjectOf(opened, { policies: path === existingRules ? [] : [path], from })).layers;
  const layers = [await read(first), await read(second)] as const;
  await runReplay(session, layers[0], setting.inventory, []);
  await keepStep(session.engine, firstJudgedStep);
  await runReplay(session, layers[1], setting.inventory, []);
  const changed = await session.rows(changedPlan(mostChanged));
  return {
    compared: comparedKinds(...layers),
    allowed: [...allowedOnly('first', layers[0], layers[1]), ...allowedOnly('second', layers[1], layers[0])],
    changed: changed.map((row) => ({
      ...{ workload: text(row.workload), destination: text(row.destination) },
      ...{ protocol: number(row.protocol), port: number(row.port), connections: number(row.connections) },
      ...{ passesFirst: number(row.passes_first), passesSecond: number(row.passes_second) },
      ...{ blockedFirst: number(row.blocked_first), blockedSecond: number(row.blocked_second) },
    })),
    notes: notesOf(layers[0], layers[1]),
  };
}

/** By layer and scope; a scope that only one side has is compared with nothing. */
function allowedOnly(
  side: AllowedOnly['side'],
  own: readonly Layer[],
  other: readonly Layer[],
): AllowedOnly[] {
  return own.flatMap((layer) => {
    const against = other.find((each) => each.kind === layer.kind);
    if (against === undefined) return [];
    if (layer.sets !== undefined || against.sets !== undefined) return asWhole(side, layer, against);
    const scopes = [...new Set(layer.shapes.map((shape) => shape.scope))];
    return scopes.flatMap((scope) => {
      const allowed = (of: Layer) =>
        allowedBy(
          of.shapes.filter((shape) => shape.scope === scope),
          'out',
        );
      return without(allowed(layer), allowed(against)).map((box) => ({
        side,
        layer: layer.kind,
        scope,
        box,
      }));
    });
  });
}

/** A firewall is one scope: names of its groups differ where their rules do not. */
function asWhole(side: AllowedOnly['side'], layer: Layer, against: Layer): AllowedOnly[] {
  const [sets, others] = [layer.sets?.(), against.sets?.()];
  if (!sets || !others) return [];
  const left = without(sets.allowed, others.allowed);
  return left.map((box) => ({ side, layer: layer.kind, scope: 'firewall', box }));
}

function comparedKinds(first: readonly Layer[], second: readonly Layer[]): string[] {
  const shaped = (layers: readonly Layer[]) =>
    layers.filter((layer) => layer.shapes.length > 0 && layer.sets?.() !== null).map((layer) => layer.kind);
  return shaped(first).filter((kind) => shaped(second).includes(kind));
}

function notesOf(first: readonly Layer[], second: readonly Layer[]): string[] {
  const kinds = (layers: readonly Layer[]) => layers.map((layer) => layer.kind);
  const lonely = [...first, ...second].filter(
    ({ kind }) => !kinds(first).includes(kind) || !kinds(second).includes(kind),
  );
  const shapeless = [...first, ...second].filter(
    (layer) => layer.shapes.length === 0 && layer.rules.length > 0,
  );
  const partial = [...first, ...second]
    .flatMap((layer) => layer.shapes)
    .filter((shape) => shape.boxes === null)
    .map((shape) => `${shape.scope}: ${shape.rule.text}`);
  const tooMany = [...first, ...second].filter((layer) => layer.sets?.() === null);
  const named = (layers: readonly Layer[]) => [...new Set(kinds(layers))].join(', ');
  return [
    ...(lonely.length === 0
      ? []
      : [
          `Only one of the two has ${named(lonely)}: their sets are not compared, their effect on traffic is.`,
        ]),
    ...(shapeless.length === 0
      ? []
      : [
          `Rules of ${named(shapeless)} are no sets of addresses and ports: only their effect on traffic is compared.`,
        ]),
    ...(tooMany.length === 0
      ? []
      : [
          `Rules of ${named(tooMany)} are too many to compare as sets: only their effect on traffic is compared.`,
        ]),
    ...(partial.length === 0
      ? []
      : [`Left out of the sets, because they are no boxes of addresses and ports: ${partial.join('; ')}.`]),
  ];
}

export function allowedTable(rows: readonly AllowedOnly[], limit?: number): Table {
  return tableOf<AllowedOnly>(
    [
      { key: 'side', title: 'Only', kind: 'text', weight: 9, of: (row) => row.side },
      { key: 'layer', title: 'Layer', kind: 'text', weight: 3, of: (row) => row.layer },
      { key: 'scope', title: 'Rules of', kind: 'text', weight: 8, of: (row) => row.scope },
      { key: 'sources', title: 'From', kind: 'text', weight: 6, of: ({ box }) => sourceText(box) },
      { key: 'addresses', title: 'Addresses', kind: 'text', weight: 9, of: ({ box }) => addressText(box) },
      { key: 'traffic', title: 'Port', kind: 'text', weight: 9, of: ({ box }) => trafficOf(box) },
      { key: 'size', title: 'Size', kind: 'text', weight: 5, of: ({ box }) => amount(totalSize([box])) },
    ],
    rows,
    limit,
  );
}

export function changedTable(rows: readonly ChangedNeed[], limit?: number): Table {
  return tableOf<ChangedNeed>(
    [
      { key: 'workload', title: 'Workload', kind: 'text', weight: 8, of: (row) => row.workload },
      { key: 'destination', title: 'Destination', kind: 'text', weight: 9, of: (row) => row.destination },
      {
        key: 'service',
        title: 'Port',
        kind: 'text',
        weight: 9,
        of: (row) => formatPort(row.protocol, row.port),
      },
      { key: 'connections', title: 'Conns', kind: 'count', weight: 8, of: (row) => row.connections },
      { key: 'passesFirst', title: 'Pass first', kind: 'count', weight: 8, of: (row) => row.passesFirst },
      { key: 'passesSecond', title: 'Pass second', kind: 'count', weight: 8, of: (row) => row.passesSecond },
      {
        key: 'blockedFirst',
        title: 'Blocked first',
        kind: 'count',
        weight: 6,
        of: (row) => row.blockedFirst,
      },
      {
        key: 'blockedSecond',
        title: 'Blocked second',
        kind: 'count',
        weight: 6,
        of: (row) => row.blockedSecond,
      },
    ],
    rows,
    limit,
  );
}
