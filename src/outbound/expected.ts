import type { Inventory } from '../inventory/index.js';
import {
  type Address,
  type PortRange,
  type Prefix,
  parsePrefix,
  portInRange,
  prefixContains,
} from '../net/index.js';
import type { Scope } from './types.js';

/** Traffic that somebody has declared to be expected. Everything that is null matches whatever there is. */
export interface ExpectedTraffic {
  /**
   * CIDR block, id of a prefix list, name of an AWS service (`S3`, as `pkt-dst-aws-service` writes it, or that of an
   * endpoint: `secretsmanager`, `com.amazonaws.eu-west-1.sqs`), or a scope (`own-vpc`).
   */
  readonly to: string;
  /** Null for every port. */
  readonly ports: readonly PortRange[] | null;
  /** IANA number, or null for every protocol. */
  readonly protocol: number | null;
  /** Name of a workload, or of one of the security groups that make one up; null for all. */
  readonly workload: string | null;
  readonly owner: string;
  readonly reason: string;
  /** Stands in results for this entry. */
  readonly label: string;
}

/** What is known of a destination when it is compared with what is expected. */
export interface Destination {
  readonly address: Address;
  readonly protocol: number;
  readonly port: number;
  readonly workload: string;
  readonly scope: Scope;
  /** Names of services that the address belongs to, in any spelling. */
  readonly services: readonly string[];
}

export const scopes = [
  'own-vpc',
  'peered',
  'link-local-service',
  'gateway-endpoint',
  'aws-service',
  'special-purpose',
  'internet',
] as const satisfies readonly Scope[];

type Matcher = (destination: Destination) => boolean;

/** Compiles the list; the answer is the label of the first entry that expects the destination, or null. */
export function createExpectation(
  expected: readonly ExpectedTraffic[],
  inventory: Inventory,
): (destination: Destination) => string | null {
  const compiled = expected.map((each) => ({
    ...each,
    isDestination: destinationMatcher(each.to, inventory),
  }));
  return (destination) =>
    compiled.find(
      (each) =>
        (each.protocol === null || each.protocol === destination.protocol) &&
        (each.ports === null || each.ports.some((range) => portInRange(range, destination.port))) &&
        (each.workload === null || isWorkload(each.workload, destination.workload)) &&
        each.isDestination(destination),
    )?.label ?? null;
}

function isWorkload(name: string, workload: string): boolean {
  return workload === name || workload.split('+').includes(name);
}

function destinationMatcher(to: string, inventory: Inventory): Matcher {
  const prefix = parsePrefix(to);
  if (prefix) return inPrefixes([prefix]);
  const list = inventory.prefixLists.find((each) => each.id === to);
  if (list) return inPrefixes(list.prefixes.flatMap((text) => parsePrefix(text) ?? []));
  const scope = scopes.find((each) => each === to);
  if (scope) return (destination) => destination.scope === scope;
  const service = to.toLowerCase();
  return (destination) =>
    destination.services.some((each) => {
      const name = each.toLowerCase();
      return name === service || name.endsWith(`.${service}`);
    });
}

function inPrefixes(prefixes: readonly Prefix[]): Matcher {
  return ({ address }) => prefixes.some((prefix) => prefixContains(prefix, address));
}
