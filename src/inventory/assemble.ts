import type { InventoryDraft } from './draft.js';
import type { Instance } from './read-interface.js';
import type { InterfaceRole, Inventory, NatGateway, NetworkInterface, VpcEndpoint } from './types.js';

/** Called when two files disagree on what an interface is; the list of NAT gateways or endpoints is believed. */
export type NoteRoleConflict = (id: string, owner: string, listedAs: string) => void;

/**
 * Joins the parts: instances give names, and the lists of NAT gateways and endpoints settle which interfaces are theirs
 * (an endpoint's interface may report the type `interface`). Interfaces that only those lists mention are added.
 */
export function assemble(draft: InventoryDraft, conflict: NoteRoleConflict): Inventory {
  const parts = draft.parts;
  const interfaces = new Map(draft.interfaces.values.map((each) => [each.id, each]));
  for (const instance of draft.instances.values) nameByInstance(interfaces, instance);
  nameAttached(interfaces, draft.instances.values);
  for (const listed of [...parts.natGateways.flatMap(ofNatGateway), ...parts.endpoints.flatMap(ofEndpoint)]) {
    claim(interfaces, listed, conflict);
  }
  return { files: [...draft.commands].sort(), ...parts, interfaces: [...interfaces.values()] };
}

/** Interfaces that `describe-instances` lists under the instance. */
function nameByInstance(interfaces: Map<string, NetworkInterface>, instance: Instance): void {
  for (const listed of instance.interfaces) {
    const known = interfaces.get(listed.id) ?? listed;
    const owned: Partial<NetworkInterface> =
      known.role === 'unknown' ? { role: 'workload', owner: `instance ${instance.id}` } : {};
    interfaces.set(listed.id, { ...known, ...owned, instanceId: known.instanceId ?? instance.id });
  }
}

function nameAttached(interfaces: Map<string, NetworkInterface>, instances: readonly Instance[]): void {
  const names = new Map(instances.map((each) => [each.id, each.name]));
  for (const [id, each] of interfaces) {
    const name = each.name ?? names.get(each.instanceId ?? '') ?? null;
    if (name !== each.name) interfaces.set(id, { ...each, name });
  }
}

/** What another list says about an interface. */
interface Claim {
  readonly id: string;
  readonly role: InterfaceRole;
  readonly owner: string;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly addresses: readonly string[];
  readonly publicAddresses: readonly string[];
}

function ofNatGateway(nat: NatGateway): Claim[] {
  return nat.addresses.flatMap(({ interfaceId, privateIp, publicIp }) => {
    if (interfaceId === null) return [];
    return [
      {
        id: interfaceId,
        role: 'nat-gateway' as const,
        owner: `NAT gateway ${nat.id}`,
        vpcId: nat.vpcId,
        subnetId: nat.subnetId,
        addresses: privateIp === null ? [] : [privateIp],
        publicAddresses: publicIp === null ? [] : [publicIp],
      },
    ];
  });
}

function ofEndpoint(endpoint: VpcEndpoint): Claim[] {
  const service = endpoint.service.split('.').at(-1) ?? endpoint.service;
  return endpoint.interfaceIds.map((id) => ({
    id,
    role: 'endpoint' as const,
    owner: `${service} endpoint ${endpoint.id}`,
    vpcId: endpoint.vpcId,
    subnetId: null,
    addresses: [],
    publicAddresses: [],
  }));
}

function claim(
  interfaces: Map<string, NetworkInterface>,
  { id, role, owner, ...place }: Claim,
  conflict: NoteRoleConflict,
): void {
  const known = interfaces.get(id);
  if (known && known.role !== role && known.role !== 'unknown') conflict(id, known.owner, owner);
  const base = known ?? {
    id,
    ...place,
    prefixes: [],
    securityGroups: [],
    instanceId: null,
    name: null,
  };
  interfaces.set(id, { ...base, role, owner });
}
