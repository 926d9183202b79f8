import { ownershipOf } from './ownership.js';
import { present, type Shape, tagOf } from './shape.js';
import type { NetworkInterface } from './types.js';

/** One element of `NetworkInterfaces` (EC2 API, NetworkInterface), or null when it has no id. */
export function readInterface(shape: Shape): NetworkInterface | null {
  const id = shape.id('NetworkInterfaceId');
  if (id === null) return null;
  const attachment = shape.object('Attachment');
  const instanceId = attachment?.text('InstanceId') ?? null;
  const ownership = ownershipOf({
    interfaceType: shape.text('InterfaceType'),
    description: shape.text('Description'),
    requesterId: shape.text('RequesterId'),
    requesterManaged: shape.flag('RequesterManaged') ?? false,
    instanceId,
    attachmentOwner: attachment?.text('InstanceOwnerId') ?? null,
    sourceDestCheck: shape.flag('SourceDestCheck') ?? true,
  });
  return {
    id,
    ...placeOf(shape),
    ...ownership,
    ...addressesOf(shape),
    instanceId,
    name: tagOf(shape, 'Name'),
  };
}

function placeOf(shape: Shape): Pick<NetworkInterface, 'vpcId' | 'subnetId' | 'securityGroups'> {
  return { vpcId: shape.text('VpcId'), subnetId: shape.text('SubnetId'), securityGroups: groupsOf(shape) };
}

/** Addresses of an interface; the same members stand in `NetworkInterfaces` and in `Instances[].NetworkInterfaces`. */
function addressesOf(shape: Shape): Pick<NetworkInterface, 'addresses' | 'prefixes' | 'publicAddresses'> {
  const privates = shape.objects('PrivateIpAddresses');
  const associations = [shape, ...privates].flatMap((each) => each.object('Association') ?? []);
  return {
    addresses: distinct([
      shape.address('PrivateIpAddress'),
      ...privates.map((each) => each.address('PrivateIpAddress')),
      ...shape.objects('Ipv6Addresses').map((each) => each.address('Ipv6Address')),
    ]),
    prefixes: distinct([
      ...shape.objects('Ipv4Prefixes').map((each) => each.prefix('Ipv4Prefix')),
      ...shape.objects('Ipv6Prefixes').map((each) => each.prefix('Ipv6Prefix')),
    ]),
    publicAddresses: distinct(
      associations.flatMap((each) => [each.address('PublicIp'), each.address('CarrierIp')]),
    ),
  };
}

function groupsOf(shape: Shape): { id: string; name: string }[] {
  return shape.objects('Groups').flatMap((group) => {
    const id = group.id('GroupId');
    return id === null ? [] : [{ id, name: group.text('GroupName') ?? id }];
  });
}

/** An instance: its name, and its interfaces as far as they are described here. */
export interface Instance {
  readonly id: string;
  readonly name: string | null;
  readonly interfaces: readonly NetworkInterface[];
}

/** The instances of one element of `Reservations` (EC2 API, Reservation). */
export function readReservation(shape: Shape): Instance[] {
  return shape.objects('Instances').flatMap((instance) => {
    const id = instance.id('InstanceId');
    if (id === null) return [];
    const name = tagOf(instance, 'Name');
    const interfaces = instance
      .objects('NetworkInterfaces')
      .flatMap((each) => readAttached(each, instance, id) ?? []);
    return [{ id, name, interfaces }];
  });
}

function readAttached(shape: Shape, instance: Shape, instanceId: string): NetworkInterface | null {
  const id = shape.id('NetworkInterfaceId');
  if (id === null) return null;
  const own = addressesOf(shape);
  const addresses =
    own.addresses.length > 0 ? own.addresses : present([instance.address('PrivateIpAddress')]);
  return {
    id,
    vpcId: shape.text('VpcId') ?? instance.text('VpcId'),
    subnetId: shape.text('SubnetId') ?? instance.text('SubnetId'),
    securityGroups: groupsOf(shape),
    role: 'workload',
    owner: `instance ${instanceId}`,
    ...own,
    addresses,
    instanceId,
    name: null,
  };
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(present(values))];
}
