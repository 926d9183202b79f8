export {
  commandOf,
  type DescribeCommand,
  type DocumentKey,
  describeCommands,
  documentKeys,
  furtherCommands,
} from './commands.js';
export type { InventoryDocument } from './document.js';
export { emptyInventory } from './empty.js';
export { jsonFault } from './json-place.js';
export { inventoryMatches, type LoggedResources } from './match.js';
export { ownPrefixesOf, prefixesByVpc } from './own-prefixes.js';
export { type InventoryReading, readInventory } from './read.js';
export { describeRoute, Router, type RouteTaken } from './router.js';
export { isObject } from './shape.js';
export type * from './types.js';
export { type WorkloadGrouping, type WorkloadNaming, workloadGroupings, workloadOf } from './workload.js';
