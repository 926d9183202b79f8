import { defineTarget } from '../types.js';
import { groupsAsCli } from './cli.js';
import { groupsAsCloudFormation } from './cloudformation.js';
import { draftGroups, groupRows } from './draft.js';
import { groupsAsTerraform } from './terraform.js';

export const securityGroups = defineTarget({
  name: 'security-groups',
  doc: "Egress rules of the workloads' security groups.",
  draft: draftGroups,
  rows: groupRows,
  formats: {
    terraform: groupsAsTerraform,
    cloudformation: groupsAsCloudFormation,
    cli: groupsAsCli,
  },
});
