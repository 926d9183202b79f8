import type { Inventory } from './types.js';

/** Nothing is known about the VPC. */
export const emptyInventory: Inventory = {
  files: [],
  vpcs: [],
  subnets: [],
  interfaces: [],
  routeTables: [],
  natGateways: [],
  prefixLists: [],
  endpoints: [],
  securityGroups: [],
  securityGroupRules: [],
  networkAclEntries: [],
  flowLogs: [],
};
