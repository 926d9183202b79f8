import { networkAcls } from './network-acls/index.js';
import { networkFirewall } from './network-firewall/index.js';
import { securityGroups } from './security-groups/index.js';
import type { Target } from './types.js';

/** Every platform that a policy can be written for. */
export const targets: readonly Target[] = [securityGroups, networkAcls, networkFirewall];
export { type Resource, templates } from './cloudformation.js';
export { type HclBlock, printHcl } from './hcl.js';
export { terraformLabel } from './names.js';
export * from './types.js';
