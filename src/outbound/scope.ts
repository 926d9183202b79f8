import { describeRoute, type Inventory, prefixesByVpc, type VpcEndpoint } from '../inventory/index.js';
import {
  type Address,
  formatAddress,
  lastIpv4,
  mergePrefixes,
  PrefixTable,
  parsePrefix,
  prefixCovers,
  type SpecialRange,
  specialRangeOf,
} from '../net/index.js';
import { isDefaultRoute, leadsToNetwork } from './inside-prefixes.js';
import { AwsRangeTable, type IpRanges } from './ip-ranges.js';
import type { Path, RouteInUse } from './route-path.js';
import type { Scope } from './types.js';

/** Addresses at which AWS itself answers every instance (EC2 and VPC User Guides). No route leads there. */
const linkLocalServices: ReadonlyMap<string, string> = new Map([
  ['169.254.169.254', 'instance metadata'],
  ['fd00:ec2::254', 'instance metadata'],
  ['169.254.169.253', 'Amazon DNS'],
  ['fd00:ec2::253', 'Amazon DNS'],
  ['169.254.169.123', 'Amazon Time Sync'],
  ['fd00:ec2::123', 'Amazon Time Sync'],
  ['169.254.169.250', 'Windows activation'],
  ['fd00:ec2::250', 'Windows activation'],
  ['169.254.169.251', 'Windows activation'],
  ['169.254.170.2', 'ECS task metadata and credentials'],
  ['169.254.170.23', 'EKS Pod Identity'],
  ['fd00:ec2::23', 'EKS Pod Identity'],
]);

/** Services whose addresses serve whatever AWS's customers put there, so the name says little about the other side. */
const sharedServices = new Set(['EC2', 'CLOUDFRONT', 'GLOBALACCELERATOR', 'API_GATEWAY']);

export interface ScopeInputs {
  readonly inventory: Inventory;
  readonly ownPrefixes: readonly string[];
  readonly ipRanges?: IpRanges | undefined;
}

/** What a destination's scope is asked for. */
export interface ScopeQuestion {
  readonly address: Address;
  /** VPC of the source, or null. */
  readonly vpcId: string | null;
  readonly route: RouteInUse | undefined;
  readonly path: Path;
  /** Value of `pkt-dst-aws-service`, or null. */
  readonly awsService: string | null;
}

export interface ScopeAnswer {
  readonly scope: Scope;
  readonly scopeDetail: string | null;
  /** Names of services at the address, in every spelling that is known. */
  readonly services: readonly string[];
}

/** A question with what is asked of its address more than once. */
interface Place extends ScopeQuestion {
  readonly text: string;
  readonly special: SpecialRange | undefined;
}

type Owner = { readonly vpcId: string | null; readonly prefix: string };

/** Says where addresses lie. The order of the questions is that of `Scope`; the first that holds decides. */
export class ScopeTable {
  readonly #own = new PrefixTable<Owner>();
  readonly #resolvers = new Set<string>();
  readonly #inhabitants = new Map<string, { vpcId: string | null; text: string; service: string | null }[]>();
  readonly #lists = new PrefixTable<string>();
  readonly #ranges: AwsRangeTable;
  readonly #endpoints: ReadonlyMap<string, VpcEndpoint>;
  readonly #routesKnown: boolean;

  constructor({ inventory, ownPrefixes, ipRanges }: ScopeInputs) {
    this.#ranges = new AwsRangeTable(ipRanges);
    this.#endpoints = new Map(inventory.endpoints.map((each) => [each.id, each]));
    this.#routesKnown = inventory.routeTables.length > 0;
    this.#addOwn(inventory, ownPrefixes);
    this.#addInhabitants(inventory);
    for (const vpc of inventory.vpcs) {
      const primary = vpc.prefixes
        .flatMap((text) => parsePrefix(text) ?? [])
        .find((each) => each.family === 4);
      if (primary) this.#resolvers.add(formatAddress({ family: 4, value: primary.value + 2n }));
    }
    for (const list of inventory.prefixLists) {
      for (const prefix of list.prefixes.flatMap((text) => parsePrefix(text) ?? [])) {
        // Lists of one's own may hold any addresses; only those of AWS name a service.
        if (list.name?.startsWith('com.amazonaws.')) this.#lists.add(prefix, list.name);
      }
    }
  }

  /** Whether the address is in the VPC of the source, or in a prefix that was declared to be one's own. */
  isOwn(address: Address, vpcId: string | null): boolean {
    return this.#own
      .find(address)
      .some((each) => each.vpcId === null || vpcId === null || each.vpcId === vpcId);
  }

  /** The interface endpoint at the address, or null. */
  endpointAt(address: Address, vpcId: string | null): string | null {
    return this.#inhabitantOf(formatAddress(address), vpcId)?.service ?? null;
  }

  scopeOf(question: ScopeQuestion): ScopeAnswer {
    const { address } = question;
    const special = specialRangeOf(address);
    if (special?.kind !== 'embedded') {
      return this.#decide({ ...question, special, text: formatAddress(address) });
    }
    const embedded = lastIpv4(address);
    const text = formatAddress(embedded);
    const answer = this.#decide({ ...question, address: embedded, special: specialRangeOf(embedded), text });
    const detail = `IPv6 form of ${text}`;
    return {
      ...answer,
      scopeDetail: answer.scopeDetail === null ? detail : `${detail}: ${answer.scopeDetail}`,
    };
  }

  #decide(question: Place): ScopeAnswer {
    return (
      this.#asOwn(question) ??
      this.#asPeered(question) ??
      this.#asLinkLocal(question) ??
      this.#asAws(question) ??
      this.#asSpecial(question) ??
      this.#asInternet(question)
    );
  }

  #asOwn({ address, text, vpcId }: Place): ScopeAnswer | undefined {
    // The resolver lies inside the VPC's block, but needs no rule and is never logged, like the link-local services.
    if (this.#resolvers.has(text) && this.isOwn(address, vpcId)) {
      return { scope: 'link-local-service', scopeDetail: 'Amazon DNS (VPC base + 2)', services: [] };
    }
    if (!this.isOwn(address, vpcId)) return undefined;
    const inhabitant = this.#inhabitantOf(text, vpcId);
    const services = inhabitant?.service ? [inhabitant.service] : [];
    return { scope: 'own-vpc', scopeDetail: inhabitant?.text ?? null, services };
  }

  #asPeered(question: Place): ScopeAnswer | undefined {
    const { address, text, special, route, path } = question;
    const answer = (scopeDetail: string | null): ScopeAnswer => ({
      scope: 'peered',
      scopeDetail,
      services: [],
    });
    const isPrivate = special?.kind === 'private' && !linkLocalServices.has(text);
    for (const taken of [route?.taken, route?.beyond]) {
      if (!taken || !leadsToNetwork(taken.route.target)) continue;
      if (isPrivate || !isDefaultRoute(taken.prefix)) return answer(describeRoute(taken));
    }
    // A firewall or VPN appliance is on the way to private space; to public space it filters what goes to the internet.
    const throughAppliance = route?.path === 'interface' || route?.path === 'firewall-endpoint';
    if (route && isPrivate && throughAppliance) return answer(describeRoute(route.taken));
    if (path === 'peering' || (isPrivate && path === 'virtual-private-gateway'))
      return answer('by traffic-path');
    const other = this.#own.find(address)[0];
    if (other && !this.#routesKnown)
      return answer(`${other.prefix} of ${other.vpcId}; no route table is described`);
    return undefined;
  }

  #asLinkLocal({ text }: Place): ScopeAnswer | undefined {
    const service = linkLocalServices.get(text);
    return service === undefined
      ? undefined
      : { scope: 'link-local-service', scopeDetail: service, services: [] };
  }

  #asAws({ address, path, route, awsService }: Place): ScopeAnswer | undefined {
    const ranges = this.#ranges.find(address);
    const list = this.#lists.find(address)[0];
    const named = awsService === null || awsService === 'AMAZON' ? ranges[0]?.service : awsService;
    const service =
      named === undefined || named === 'AMAZON' ? (serviceOfList(list) ?? named ?? awsService) : named;
    const endpoint = route && this.#endpoints.get(route.taken.route.target)?.service;
    const services = [service, awsService, list, endpoint, ...ranges.map((range) => range.service)].filter(
      isText,
    );
    if (path === 'gateway-endpoint') {
      return { scope: 'gateway-endpoint', scopeDetail: endpoint ?? list ?? service ?? null, services };
    }
    if (!isText(service)) return undefined;
    const region = ranges.find((range) => range.service === service)?.region ?? regionOfList(list);
    const place = region === undefined ? service : `${service} (${region})`;
    const shared = sharedServices.has(service) ? '; what AWS customers run there' : '';
    return { scope: 'aws-service', scopeDetail: place + shared, services };
  }

  #asSpecial({ address, special: range }: Place): ScopeAnswer | undefined {
    if (range === undefined || range.kind === 'global') return undefined;
    const named = `${range.name} (${range.rfc})`;
    const other = this.#own.find(address)[0];
    const detail = other ? `${named}; ${other.prefix} of ${other.vpcId}, to which no route leads` : named;
    return { scope: 'special-purpose', scopeDetail: detail, services: [] };
  }

  #asInternet({ text, special: range, vpcId }: Place): ScopeAnswer {
    const inhabitant = this.#inhabitantOf(text, vpcId);
    const detail = inhabitant
      ? `own public address of ${inhabitant.text}`
      : range && `${range.name} (${range.rfc})`;
    return { scope: 'internet', scopeDetail: detail ?? null, services: [] };
  }

  #addOwn(inventory: Inventory, ownPrefixes: readonly string[]): void {
    const described = [...prefixesByVpc(inventory)].flatMap(([vpcId, prefixes]) =>
      prefixes.flatMap((text) => {
        const prefix = parsePrefix(text);
        if (prefix) this.#own.add(prefix, { vpcId, prefix: text });
        return prefix ?? [];
      }),
    );
    const merged = mergePrefixes(described);
    for (const text of ownPrefixes) {
      const prefix = parsePrefix(text);
      // A prefix of a described VPC is that VPC's own, and a neighbour's to the others.
      if (!prefix || merged.some((each) => prefixCovers(each, prefix))) continue;
      this.#own.add(prefix, { vpcId: null, prefix: text });
    }
  }

  #addInhabitants(inventory: Inventory): void {
    const services = new Map(
      inventory.endpoints.flatMap((each) => each.interfaceIds.map((id) => [id, each.service])),
    );
    for (const each of inventory.interfaces) {
      const groups = each.role === 'workload' ? each.securityGroups.map((group) => group.name).join('+') : '';
      const text = [groups, each.owner, each.name ?? ''].filter((part) => part !== '').join(', ');
      const service = services.get(each.id) ?? null;
      for (const address of [...each.addresses, ...each.publicAddresses]) {
        const before = this.#inhabitants.get(address) ?? [];
        this.#inhabitants.set(address, [...before, { vpcId: each.vpcId, text, service }]);
      }
    }
  }

  /** Two VPCs may use the same addresses; the source's own comes first. */
  #inhabitantOf(text: string, vpcId: string | null) {
    const found = this.#inhabitants.get(text) ?? [];
    return found.find((each) => each.vpcId === vpcId) ?? found[0];
  }
}

function isText(value: string | null | undefined): value is string {
  return value !== null && value !== undefined;
}

/** `com.amazonaws.eu-central-1.s3` is the list of `S3`. */
function serviceOfList(name: string | undefined): string | undefined {
  return name?.split('.').at(-1)?.toUpperCase();
}

function regionOfList(name: string | undefined): string | undefined {
  const parts = name?.split('.') ?? [];
  return parts.length === 4 ? parts[2] : undefined;
}
