import { prefixSize } from '../../net/index.js';
import { Coverage, type DraftRule, type Loss } from './coverage.js';
import type { Traffic } from './traffic.js';

/**
 * Takes out rules without which nothing allowed is lost, and narrows the others to what only they allow, until neither is
 * left to do. Services may overlap, so a rule of one can make another's superfluous. The widest rules are tried first, then
 * references, so that what stays says most precisely what was meant.
 */
export function tighten(traffic: Traffic, rules: readonly DraftRule[]): DraftRule[] {
  const coverage = new Coverage(traffic, rules);
  for (let changed = true; changed; ) {
    changed = false;
    for (const rule of [...coverage.rules].sort(widestFirst)) {
      const loss = coverage.lossOf(rule);
      const narrower = loss === undefined ? undefined : narrowed(rule, loss);
      if (narrower === rule) continue;
      changed = true;
      coverage.remove(rule);
      if (narrower !== undefined) coverage.add(narrower);
    }
  }
  return [...coverage.rules];
}

/**
 * The rule narrowed to what only it allows: for a prefix to the half that holds it (and its half, and so on), for a range
 * without the ports at its ends. The rule itself when that is all of it.
 */
export function narrowed(rule: DraftRule, loss: Loss): DraftRule {
  const { peer, protocol, ports } = rule;
  const prefix = peer.kind === 'prefix' ? loss.prefix : undefined;
  const shorter = prefix !== undefined && peer.kind === 'prefix' && prefix.length > peer.prefix.length;
  const oneProtocol = protocol === null && loss.protocol !== null;
  const fewer = (protocol !== null || oneProtocol) && loss.ports.to - loss.ports.from < ports.to - ports.from;
  if (!shorter && !oneProtocol && !fewer) return rule;
  return {
    ...rule,
    ...(shorter ? { peer: { kind: 'prefix' as const, prefix }, reach: [prefix] } : {}),
    protocol: protocol ?? loss.protocol,
    ports: fewer ? loss.ports : ports,
  };
}

/** Prefixes by their size, references last; of references those that were chosen before those that were said. */
function widestFirst(a: DraftRule, b: DraftRule): number {
  return order(a) - order(b) || Number(cells(b) - cells(a) > 0n) - Number(cells(b) - cells(a) < 0n);
}

function order({ peer, said }: DraftRule): number {
  if (peer.kind === 'prefix') return 0;
  return said ? 2 : 1;
}

function cells({ peer, ports }: DraftRule): bigint {
  return peer.kind === 'prefix' ? prefixSize(peer.prefix) * BigInt(ports.to - ports.from + 1) : 0n;
}
