import type { DocumentKey } from './commands.js';
import { prefixListIdIn } from './document.js';
import type { Described, InventoryDraft, NoteConflict } from './draft.js';
import { readInterface, readReservation } from './read-interface.js';
import {
  readEndpoint,
  readFlowLog,
  readNatGateway,
  readPrefixList,
  readRouteTable,
  readSubnet,
  readVpc,
} from './read-network.js';
import { type NotePlace, readAclEntries, readGroupRule, readGroupRules } from './read-rules.js';
import type { Shape } from './shape.js';

/** The file that is being read, whom to tell about contradictions with another one, and where its rules stand. */
export interface ReadingContext {
  readonly file: string;
  readonly conflict: NoteConflict;
  readonly place: NotePlace;
}

/** Puts one element of a list into the draft. */
type ElementReader = (draft: InventoryDraft, shape: Shape, context: ReadingContext) => void;

/** How each list is read; a key of `describeCommands` without a reader does not compile. */
export const elementReaders: Readonly<Record<DocumentKey, ElementReader>> = {
  NetworkInterfaces: described((draft) => draft.interfaces, readInterface),
  Vpcs: described((draft) => draft.vpcs, readVpc),
  Subnets: described((draft) => draft.subnets, readSubnet),
  RouteTables: described((draft) => draft.routeTables, readRouteTable),
  NatGateways: described((draft) => draft.natGateways, readNatGateway),
  VpcEndpoints: described((draft) => draft.endpoints, readEndpoint),
  FlowLogs: described((draft) => draft.flowLogs, readFlowLog),
  Reservations: (draft, shape, { file, conflict }) => {
    for (const instance of readReservation(shape)) draft.instances.add(instance, file, conflict);
  },
  SecurityGroups: (draft, shape, { file, conflict, place }) => {
    const id = shape.id('GroupId');
    if (id === null) return;
    const ingressKnown = shape.has('IpPermissions');
    draft.securityGroups.add({ id, name: shape.text('GroupName') ?? id, ingressKnown }, file, conflict);
    for (const rule of readGroupRules(shape, id, place)) draft.addRule(rule);
  },
  SecurityGroupRules: (draft, shape, { place }) => {
    const rule = readGroupRule(shape);
    if (rule === null) return;
    place(rule, shape.path);
    draft.addRule(rule);
  },
  NetworkAcls: (draft, shape, { place }) => {
    for (const entry of readAclEntries(shape, place)) draft.addAclEntry(entry);
  },
  PrefixLists: (draft, shape) => {
    const list = readPrefixList(shape);
    if (list !== null) draft.addPrefixList(list);
  },
  // The output does not say which list it is; the file's name does.
  Entries: (draft, shape, { file }) => {
    const id = prefixListIdIn(file);
    const prefix = shape.prefix('Cidr');
    if (id === undefined || prefix === null) return;
    draft.addPrefixList({ id, name: null, prefixes: [prefix], entriesKnown: true, maxEntries: null });
  },
};

function described<T extends { readonly id: string }>(
  listOf: (draft: InventoryDraft) => Described<T>,
  read: (shape: Shape, place: NotePlace) => T | null,
): ElementReader {
  return (draft, shape, { file, conflict, place }) => {
    const value = read(shape, place);
    if (value !== null) listOf(draft).add(value, file, conflict);
  };
}
