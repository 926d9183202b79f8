import type { Flow, Layer, LayerVerdict, Origin, Rule, Verdict } from './types.js';

/**
 * A connection passes when every layer lets it pass. The first layer that blocks it decides, also where another one
 * cannot be judged: it is blocked in any case.
 */
export function judge(layers: readonly Layer[], flow: Flow, origin: Origin): Verdict {
  const verdicts = layers.map((layer) => ({ layer: layer.kind, verdict: layer.judge(flow, origin) }));
  const matched = verdicts.flatMap(({ verdict }) => rulesOf(verdict));
  const maybe = verdicts.flatMap(({ verdict }) => maybeOf(verdict));
  for (const { layer, verdict } of verdicts) {
    if (verdict.kind === 'blocked') {
      const { kind, rule, reason } = verdict;
      return { kind, rule, reason, layer, matched, maybe };
    }
  }
  for (const { layer, verdict } of verdicts) {
    if (verdict.kind === 'unknown') return { kind: 'unknown', reason: verdict.reason, layer, matched, maybe };
  }
  return { kind: 'passes', matched, maybe };
}

function rulesOf(verdict: LayerVerdict): readonly Rule[] {
  if (verdict.kind !== 'blocked' || verdict.rule === null) return passedBy(verdict);
  return [...passedBy(verdict), verdict.rule];
}

function passedBy(verdict: LayerVerdict): readonly Rule[] {
  return (verdict.kind === 'passes' ? verdict.rules : verdict.before) ?? [];
}

function maybeOf(verdict: LayerVerdict): readonly Rule[] {
  return (verdict.kind === 'unknown' ? verdict.rules : verdict.maybe) ?? [];
}

/** The verdict of two sides of one layer, both of which must let a connection pass; one that blocks decides. */
export function both(first: LayerVerdict, second: LayerVerdict): LayerVerdict {
  if (first.kind === 'blocked') return first;
  const passed = [...passedBy(first), ...passedBy(second)];
  const maybe = [...maybeOf(first), ...maybeOf(second)];
  if (second.kind === 'blocked') return { ...second, before: passed, maybe };
  const open = [first, second].find((side) => side.kind === 'unknown');
  if (open === undefined) return { kind: 'passes', rules: passed, maybe };
  return { kind: 'unknown', reason: open.reason, rules: maybe, before: passed };
}

/** Every rule of the layers once, those of what destinations let in at the end: the order by which results number them. */
export function rulesOfLayers(layers: readonly Layer[]): Rule[] {
  return [...layers.flatMap((layer) => layer.rules), ...layers.flatMap((layer) => layer.ingress ?? [])];
}
