import type { InterfaceRole } from '../inventory/index.js';

/** An interface as the analysis sees it: what the logs say, completed from the inventory. */
export interface InterfaceFacts {
  /** Interface id, or the id of a regional NAT gateway. */
  readonly id: string;
  readonly role: InterfaceRole;
  readonly workload: string;
  /** Interfaces with the same routes share a group; the classification of a path is asked once for each group. */
  readonly routeGroup: string;
  /** Address that the interface shows on its own side, by family; null when the family is not in use or not known. */
  readonly primary4: string | null;
  readonly primary6: string | null;
  /**
   * Whether a host on the internet can open a connection to it over IPv4: true with a public address, null when the
   * inventory does not describe the interface.
   */
  readonly reachable: boolean | null;
}

/** A port that a security group lets in: something listens there, or may. */
export interface ListeningPort {
  readonly interfaceId: string;
  /** IANA number, or null for every protocol. */
  readonly protocol: number | null;
  readonly fromPort: number;
  readonly toPort: number;
  /** Sources that are let in, as CIDR text; null where any address may be meant. */
  readonly peers: readonly string[] | null;
}

/** Which fields the logs carry; a field that no source has costs nothing when the plan is built without it. */
export interface AvailableFields {
  readonly tcpFlags: boolean;
  readonly packetAddresses: boolean;
  readonly flowDirection: boolean;
  readonly resourceId: boolean;
  readonly awsServices: boolean;
  readonly trafficPath: boolean;
}

/** Everything the outbound analysis needs beside the records. */
export interface OutboundInputs {
  /** Table or view of flow records with the lake's columns. */
  readonly table: string;
  readonly fields: AvailableFields;
  readonly interfaces: readonly InterfaceFacts[];
  /** Interfaces whose security groups are known, for which a port that is not listed lets nobody in. */
  readonly guardedInterfaces: readonly string[];
  readonly listening: readonly ListeningPort[];
  /** The VPC's own prefixes. */
  readonly ownPrefixes: readonly string[];
  /** Prefixes that are not the internet: own, routed privately, special purpose. */
  readonly insidePrefixes: readonly string[];
  /** Where a NAT gateway's clients may be: own prefixes, routed networks and private ranges. */
  readonly privatePrefixes: readonly string[];
  /** Ports that are listened on by convention: [protocol, port]. */
  readonly servicePorts: readonly (readonly [number, number])[];
  /** The aggregation interval in seconds. */
  readonly aggregationSeconds: number;
  /** Width of the slices of the timeline, in seconds. */
  readonly sliceSeconds: number;
}
