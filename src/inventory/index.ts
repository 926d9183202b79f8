export { type DescribeCommand, describeCommands } from './commands.js';
export { emptyInventory } from './empty.js';
export { inventoryMatches } from './match.js';
export { ownPrefixesOf, prefixesByVpc } from './own-prefixes.js';
export { readInventory } from './read.js';
export { describeRoute, Router, type RouteTaken } from './router.js';
export { isObject } from './shape.js';
export type * from './types.js';
export { type WorkloadGrouping, type WorkloadNaming, workloadGroupings, workloadOf } from './workload.js';
