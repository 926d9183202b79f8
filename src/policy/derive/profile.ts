import { hasPorts, type PortRange } from '../../net/index.js';
import type { Decision } from '../types.js';
import { intersect, portCount, type Ranges, subtract, unite } from './ranges.js';

/** What a line of the ledger, or a need, says of the traffic to some addresses. */
export interface Statement {
  readonly decision: Decision;
  /** IANA number; null is every protocol. */
  readonly protocol: number | null;
  /** Null is every port. */
  readonly ports: PortRange | null;
}

interface Said {
  readonly allowed: Ranges;
  readonly forbidden: Ranges;
}

const nothing: Said = { allowed: [], forbidden: [] };

/** Ports of a protocol; one without ports is counted as if it had the port 0 alone. */
export function portsOf(protocol: number): PortRange {
  return { from: 0, to: hasPorts(protocol) ? 65_535 : 0 };
}

/** Cells (ports) of one address under every protocol, as `Excess` counts them. */
export const cellsOfAddress = 256n * 65_536n;

/**
 * What holds for one address, over protocols and ports: the statements painted over each other, the most specific one
 * last. What nobody speaks of is open: neither allowed nor forbidden.
 */
export class Profile {
  /** Protocols that a statement names. */
  readonly #said = new Map<number, Said>();
  /** The other protocols. */
  readonly #rest: Decision | undefined;

  /** `statements` in ascending order of specificity. */
  constructor(statements: readonly Statement[]) {
    const whole = statements.filter(({ protocol, ports }) => protocol === null && ports === null);
    this.#rest = whole.at(-1)?.decision;
    const named = new Set(statements.flatMap(({ protocol }) => protocol ?? []));
    // A port of every protocol is one of TCP and of UDP; of SCTP only where somebody speaks of SCTP.
    if (statements.some(({ protocol, ports }) => protocol === null && ports !== null)) named.add(6).add(17);
    for (const protocol of named) this.#said.set(protocol, paint(protocol, statements));
  }

  allowed(protocol: number): Ranges {
    return this.#of(protocol).allowed;
  }

  /** Denied, or undecided though seen: no rule may hold it. */
  forbidden(protocol: number): Ranges {
    return this.#of(protocol).forbidden;
  }

  get protocols(): Iterable<number> {
    return this.#said.keys();
  }

  /** Whether every protocol that no statement names is allowed. */
  get restAllowed(): boolean {
    return this.#rest === 'allow';
  }

  get restForbidden(): boolean {
    return this.#rest !== undefined && !this.restAllowed;
  }

  /** Whether all traffic is allowed, so that one rule of every protocol serves it. */
  get everything(): boolean {
    return this.restAllowed && this.exceptions.length === 0;
  }

  /** Named protocols that are not allowed on every port. */
  get exceptions(): readonly number[] {
    return [...this.#said]
      .filter(([protocol, { allowed }]) => !isWhole(protocol, allowed))
      .map(([each]) => each);
  }

  get forbidsAnything(): boolean {
    if (this.restForbidden) return true;
    return [...this.#said.values()].some(({ forbidden }) => forbidden.length > 0);
  }

  /** How many cells of a service are not allowed: ports of one protocol, or all of every protocol. */
  beyond(protocol: number | null, ports: PortRange): bigint {
    if (protocol !== null) {
      return BigInt(ports.to - ports.from + 1 - portCount(intersect(this.allowed(protocol), [ports])));
    }
    const rest = this.restAllowed ? 0n : cellsOfAddress - BigInt(this.#said.size) * 65_536n;
    return [...this.#said].reduce((sum, [each, { allowed }]) => {
      const count = isWhole(each, allowed) ? 65_536 : portCount(allowed);
      return sum + 65_536n - BigInt(count);
    }, rest);
  }

  #of(protocol: number): Said {
    const said = this.#said.get(protocol);
    if (said !== undefined) return said;
    if (this.#rest === undefined) return nothing;
    const whole = [portsOf(protocol)];
    return this.#rest === 'allow' ? { allowed: whole, forbidden: [] } : { allowed: [], forbidden: whole };
  }
}

function paint(protocol: number, statements: readonly Statement[]): Said {
  let { allowed, forbidden } = nothing;
  const universe = portsOf(protocol);
  for (const statement of statements) {
    if (statement.protocol !== null && statement.protocol !== protocol) continue;
    // A line about a port of every protocol says nothing of one without ports.
    if (statement.ports !== null && statement.protocol === null && !hasPorts(protocol)) continue;
    const ranges = [hasPorts(protocol) ? (statement.ports ?? universe) : universe];
    if (statement.decision === 'allow') {
      allowed = unite([...allowed, ...ranges]);
      forbidden = subtract(forbidden, ranges);
    } else {
      allowed = subtract(allowed, ranges);
      forbidden = unite([...forbidden, ...ranges]);
    }
  }
  return { allowed, forbidden };
}

function isWhole(protocol: number, ranges: Ranges): boolean {
  const { from, to } = portsOf(protocol);
  return portCount(ranges) === to - from + 1;
}
