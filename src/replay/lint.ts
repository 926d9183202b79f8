import { bitsOf, formatAddress, formatPrefix, protocolName, rangeToPrefixes } from '../net/index.js';
import { type Box, boxOf, overlaps, totalSize, without } from './boxes.js';
import { allowedBy, type RuleShape } from './shapes.js';
import type { Layer, LayerKind, Rule } from './types.js';

/** What is looked for in rules without traffic, each with what it means. */
export const ruleLints = {
  shadowed: 'Earlier entries decide everything that it speaks of; it is never reached.',
  redundant: 'Other rules allow everything that it allows.',
  contradicting: 'It speaks of some of the same traffic as an earlier entry that decides the other way.',
  'return-path': 'It lets requests out whose replies the network ACL does not let in.',
  'beyond-boxes':
    'It cannot be compared with others: a domain, one ICMP type, what is inside packets, or members that are not known.',
  'not-compared':
    'It stands for more than 4,000 rules of one group, network ACL or firewall: too many to be compared with each other.',
} as const;

/** Rules of one scope that are compared with each other at most: the time grows with their square, 4,000 take 13 seconds. */
const mostCompared = 4_000;

export type RuleLint = keyof typeof ruleLints;

export interface RuleFinding {
  readonly lint: RuleLint;
  readonly layer: LayerKind;
  readonly rule: Rule;
  /** What it rests on: other rules, or the traffic that is meant. */
  readonly detail: string;
}

/** Looks at the rules of a layer by themselves. */
export function lintRules(layer: Pick<Layer, 'kind' | 'shapes'>): RuleFinding[] {
  const scopes = new Map<string, RuleShape[]>();
  for (const shape of layer.shapes) scopes.set(shape.scope, [...(scopes.get(shape.scope) ?? []), shape]);
  const found = [...scopes.values()].flatMap((shapes) => lintScope(shapes, layer.kind));
  return found.map((each) => ({ ...each, layer: layer.kind }));
}

function lintScope(shapes: readonly RuleShape[], kind: LayerKind): Finding[] {
  const [first] = shapes;
  if (first !== undefined && shapes.length > mostCompared) {
    const detail = `${shapes.length} rules; ${mostCompared} are compared at most`;
    return [{ lint: 'not-compared', rule: first.rule, detail }];
  }
  return [
    ...shapes.flatMap((shape) => lintShape(shape, shapes)),
    ...redundant(shapes),
    ...(kind === 'network ACLs' ? returnPaths(shapes) : []),
  ];
}

type Finding = Omit<RuleFinding, 'layer'>;

function lintShape(shape: RuleShape, scope: readonly RuleShape[]): Finding[] {
  const { rule, boxes, order } = shape;
  if (boxes === null) return [{ lint: 'beyond-boxes', rule, detail: rule.text }];
  if (order === null) return [];
  const earlier = scope.filter(
    (other) => (other.order ?? 0) < order && other.way === shape.way && touches(other, shape),
  );
  // The last entry of AWS denies the rest; that others come before it is its meaning.
  if (isImplicit(shape)) return [];
  const reached = earlier.filter(({ packets }) => packets === undefined || packets === shape.packets);
  if (isCovered(boxes, reached)) {
    const same = reached.every((other) => effectOf(other) === effectOf(shape));
    return [{ lint: same ? 'redundant' : 'shadowed', rule, detail: textsOf(reached) }];
  }
  const against = earlier.filter(
    (other) => effectOf(other) !== effectOf(shape) && !isException(other, shape),
  );
  return against.length === 0 ? [] : [{ lint: 'contradicting', rule, detail: textsOf(against) }];
}

function effectOf({ effect, rule }: RuleShape): string {
  return effect ?? (rule.allows ? 'allow' : 'deny');
}

/** Of a firewall, an earlier rule about a part of what a later one speaks of is how exceptions are written. */
function isException(earlier: RuleShape, shape: RuleShape): boolean {
  return shape.effect !== undefined && isCovered(earlier.boxes ?? [], [shape]);
}

/**
 * Rules that may all go at once: the smaller ones first, each covered by those that stay. Of rules that cover each other
 * one stays.
 */
function redundant(scope: readonly RuleShape[]): Finding[] {
  const free = scope.filter((shape) => shape.order === null && shape.boxes !== null);
  const staying = new Set(free);
  const found: Finding[] = [];
  const sizes = new Map(free.map((shape) => [shape, totalSize(shape.boxes ?? [])]));
  const smallFirst = [...free].sort((a, b) => ((sizes.get(a) ?? 0n) < (sizes.get(b) ?? 0n) ? -1 : 1));
  for (const shape of smallFirst) {
    const others = [...staying].filter(
      (other) => other !== shape && other.way === shape.way && touches(other, shape),
    );
    if (!isCovered(shape.boxes ?? [], others)) continue;
    staying.delete(shape);
    found.push({ lint: 'redundant', rule: shape.rule, detail: textsOf(others) });
  }
  return found;
}

function touches({ boxes }: RuleShape, other: RuleShape): boolean {
  return boxes?.some((a) => other.boxes?.some((b) => overlaps(a, b))) ?? false;
}

function isCovered(boxes: readonly Box[], by: readonly RuleShape[]): boolean {
  return (
    boxes.length > 0 &&
    without(
      boxes,
      by.flatMap((other) => other.boxes ?? []),
    ).length === 0
  );
}

function isImplicit({ order, rule }: RuleShape): boolean {
  return rule.layer === 'network ACLs' && order !== null && order >= 32_767;
}

/** Ports that clients listen for replies on: those of load balancers, NAT gateways and Lambda (VPC User Guide, "Ephemeral ports"). */
export const ephemeralPorts = { from: 1024, to: 65_535 } as const;

function returnPaths(shapes: readonly RuleShape[]): Finding[] {
  const letIn = allowedBy(shapes, 'in');
  const decidedBefore: Box[] = [];
  const found: Finding[] = [];
  const out = shapes.filter((shape) => shape.way === 'out' && shape.boxes !== null);
  for (const { rule, boxes } of [...out].sort((a, b) => (a.order ?? 0) - (b.order ?? 0))) {
    const own = without(boxes ?? [], decidedBefore);
    decidedBefore.push(...(boxes ?? []));
    if (!rule.allows) continue;
    const replies = own.flatMap(repliesTo);
    const missing = without(replies, letIn);
    if (missing.length > 0) found.push({ lint: 'return-path', rule, detail: boxTexts(missing) });
  }
  return found;
}

/** Replies of TCP and UDP to what a box lets out: from the same addresses to the clients' ports. */
function repliesTo(box: Box): Box[] {
  return [6, 17]
    .filter((protocol) => box.protocols[0] <= protocol && protocol <= box.protocols[1])
    .flatMap((protocol) => rangeToPrefixes(box).map((prefix) => boxOf(prefix, protocol, ephemeralPorts)));
}

function textsOf(shapes: readonly RuleShape[]): string {
  return shortList(shapes.map((shape) => shape.rule.text));
}

const listed = 3;

function shortList(texts: readonly string[]): string {
  const rest = texts.length - listed;
  return `${texts.slice(0, listed).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

function boxTexts(boxes: readonly Box[]): string {
  return shortList(boxes.map(boxText));
}

/** `10.0.0.0/8 tcp/443`, or a span of addresses that is no prefix. */
function boxText(box: Box): string {
  return `${addressText(box)} ${trafficOf(box)}`;
}

/** Who opens the connections of a box: addresses and ports, null where every one is meant. */
export function sourceText({ family, sources, sourcePorts: [from, to] = [0, 65_535] }: Box): string | null {
  const whole = (1n << BigInt(bitsOf(family))) - 1n;
  const [first, last] = sources ?? [0n, whole];
  const addresses = first === 0n && last === whole ? null : spanText({ family, first, last });
  if (from === 0 && to === 65_535) return addresses;
  return `${addresses ?? (family === 4 ? '0.0.0.0/0' : '::/0')}:${from === to ? from : `${from}-${to}`}`;
}

export function addressText(box: Box): string {
  return spanText(box);
}

function spanText({ family, first, last }: Pick<Box, 'family' | 'first' | 'last'>): string {
  const [prefix, ...rest] = rangeToPrefixes({ family, first, last });
  if (prefix !== undefined && rest.length === 0) return formatPrefix(prefix);
  return `${formatAddress({ family, value: first })}-${formatAddress({ family, value: last })}`;
}

export function trafficOf({ protocols: [low, high], ports: [from, to] }: Box): string {
  const protocol =
    low === high
      ? protocolName(low)
      : low === 0 && high === 255
        ? 'every protocol'
        : `protocols ${low}-${high}`;
  if (from === 0 && to === 65_535) return protocol;
  return `${protocol}/${from === to ? from : `${from}-${to}`}`;
}
