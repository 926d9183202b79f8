import type { Instance } from './read-interface.js';
import type {
  FlowLogDescription,
  Inventory,
  NatGateway,
  NetworkAclEntry,
  NetworkInterface,
  PrefixList,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Vpc,
  VpcEndpoint,
} from './types.js';

/** Called when a thing is described a second time, and not in the same words. */
export type NoteConflict = (id: string, firstFile: string, secondFile: string) => void;

/** Things of one kind by id. What is described twice counts once; where the words differ, the later file wins. */
export class Described<T extends { readonly id: string }> {
  readonly #byId = new Map<string, { value: T; file: string }>();

  add(value: T, file: string, conflict: NoteConflict): void {
    const before = this.#byId.get(value.id);
    if (before && JSON.stringify(before.value) !== JSON.stringify(value)) {
      conflict(value.id, before.file, file);
    }
    this.#byId.set(value.id, { value, file });
  }

  get values(): T[] {
    return [...this.#byId.values()].map((each) => each.value);
  }
}

/** What the files say, before the parts are joined. */
export class InventoryDraft {
  readonly commands = new Set<string>();
  readonly vpcs = new Described<Vpc>();
  readonly subnets = new Described<Subnet>();
  readonly interfaces = new Described<NetworkInterface>();
  readonly instances = new Described<Instance>();
  readonly routeTables = new Described<RouteTable>();
  readonly natGateways = new Described<NatGateway>();
  readonly endpoints = new Described<VpcEndpoint>();
  readonly securityGroups = new Described<SecurityGroup>();
  readonly flowLogs = new Described<FlowLogDescription>();
  readonly #rules = new Map<string, SecurityGroupRule>();
  readonly #aclEntries = new Map<string, NetworkAclEntry>();
  readonly #prefixLists = new Map<string, PrefixList>();

  addRule(rule: SecurityGroupRule): void {
    this.#rules.set(JSON.stringify(Object.values(rule)), rule);
  }

  addAclEntry(entry: NetworkAclEntry): void {
    const { aclId, egress, number, prefix } = entry;
    this.#aclEntries.set(JSON.stringify([aclId, egress, number, prefix]), entry);
  }

  /** One file may give a list's name and another its entries. */
  addPrefixList(list: PrefixList): void {
    const before = this.#prefixLists.get(list.id);
    this.#prefixLists.set(list.id, {
      id: list.id,
      name: list.name ?? before?.name ?? null,
      prefixes: [...new Set([...(before?.prefixes ?? []), ...list.prefixes])],
      entriesKnown: list.entriesKnown || (before?.entriesKnown ?? false),
      maxEntries: list.maxEntries ?? before?.maxEntries ?? null,
    });
  }

  get parts(): Omit<Inventory, 'files' | 'interfaces'> {
    return {
      vpcs: this.vpcs.values,
      subnets: this.subnets.values,
      routeTables: this.routeTables.values,
      natGateways: this.natGateways.values,
      prefixLists: [...this.#prefixLists.values()],
      endpoints: this.endpoints.values,
      securityGroups: this.securityGroups.values,
      securityGroupRules: [...this.#rules.values()],
      networkAclEntries: [...this.#aclEntries.values()],
      flowLogs: this.flowLogs.values,
    };
  }
}
