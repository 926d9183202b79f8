export { type Box, totalSize, without } from './boxes.js';
export { RuleDocument } from './document/members.js';
export { firewallLayer } from './firewall/layer.js';
export { readFirewall } from './firewall/read-firewall.js';
export { judge, rulesOfLayers } from './judge.js';
export { addressText, lintRules, ruleLints, sourceText, trafficOf } from './lint.js';
export { type AddressPieces, addressPieces, portPieces } from './pieces.js';
export { blocks, unknowns } from './reasons.js';
export { allowedBy, type RuleShape } from './shapes.js';
export { changedPlan, firstJudgedStep, rulePlan, totalsPlan } from './steps/answers.js';
export { casePlan, caseStep, decidedStep, judgedStep } from './steps/cases.js';
export {
  type FindingKind,
  findingCountPlan,
  findingPlan,
  listedSourceStep,
  listedStep,
} from './steps/findings.js';
export {
  destinationStep,
  nameStep,
  placeStep,
  sourcePlan,
  sourceStep,
  unusualStep,
} from './steps/sources.js';
export { type ReplayTable, replayTables, verdictNumbers } from './steps/tables.js';
export { clientPortStep, portStep, trafficStep } from './steps/traffic.js';
export { egressPolicyLayer } from './subjects/egress-policy.js';
export { networkAclLayer } from './subjects/network-acls.js';
export { routeTableLayer } from './subjects/route-tables.js';
export { type RuleSurroundings, securityGroupLayer } from './subjects/security-groups.js';
export { terraformLayers } from './terraform/layers.js';
export type * from './types.js';
export { reaches } from './types.js';
export { type World, worldOf } from './world.js';
