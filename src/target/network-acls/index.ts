import { defineTarget } from '../types.js';
import { aclsAsCli } from './cli.js';
import { aclsAsCloudFormation } from './cloudformation.js';
import { aclRows, draftAcls } from './draft.js';
import { aclsAsTerraform } from './terraform.js';

export const networkAcls = defineTarget({
  name: 'network-acls',
  doc: 'Network ACLs of the subnets, both directions, with replies.',
  draft: draftAcls,
  rows: aclRows,
  formats: { terraform: aclsAsTerraform, cloudformation: aclsAsCloudFormation, cli: aclsAsCli },
});
