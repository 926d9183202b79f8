import type { Flow, Layer, LayerVerdict, Origin, Rule, Verdict } from './types.js';

/**
 * A connection passes when every layer lets it pass. The first layer that blocks it decides, also where another one
 * cannot be judged: it is blocked in any case.
 */
export function judge(layers: readonly Layer[], flow: Flow, origin: Origin): Verdict {
  const verdicts = layers.map((layer) => ({ layer: layer.kind, verdict: layer.judge(flow, origin) }));
  const matched = verdicts.flatMap(({ verdict }) => rulesOf(verdict));
  const maybe = verdicts.flatMap(({ verdict }) => (verdict.kind === 'unknown' ? verdict.rules : []));
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
  if (verdict.kind === 'passes') return verdict.rules;
  if (verdict.kind === 'unknown') return [];
  return [...(verdict.before ?? []), ...(verdict.rule === null ? [] : [verdict.rule])];
}

/** The verdict of two sides of one layer, both of which must let a connection pass; one that blocks decides. */
export function both(first: LayerVerdict, second: LayerVerdict): LayerVerdict {
  if (first.kind === 'blocked') return first;
  if (second.kind === 'blocked') {
    const passed = first.kind === 'passes' ? first.rules : [];
    return { ...second, before: [...passed, ...(second.before ?? [])] };
  }
  if (first.kind === 'passes' && second.kind === 'passes') {
    return { kind: 'passes', rules: [...first.rules, ...second.rules] };
  }
  return first.kind === 'unknown' ? first : second;
}

/** Every rule of the layers once, those of what destinations let in at the end: the order by which results number them. */
export function rulesOfLayers(layers: readonly Layer[]): Rule[] {
  return [...layers.flatMap((layer) => layer.rules), ...layers.flatMap((layer) => layer.ingress ?? [])];
}
