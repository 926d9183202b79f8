export { partyStep } from './address-kinds.js';
export {
  classKeyPlan,
  classKeyStep,
  classTable,
  destinationCountPlan,
  destinationSummaryPlan,
  expectedSeenPlan,
  inventoryPlan,
  inventoryStep,
  largestNeedsPlan,
  nameSeparator,
  needCountsPlan,
  needOrder,
  timelinePlan,
  workloadSummaryPlan,
} from './classification.js';
export {
  type Classification,
  type ClassificationQuestion,
  type Classifier,
  type ClassifierInputs,
  createClassifier,
  type Origin,
} from './classify.js';
export {
  absenceSpansPlan,
  type CoverageInputs,
  coverageCountsPlan,
  coverageVolumePlan,
  gapSpansPlan,
  interfacesSeenPlan,
  ribbonPlan,
  slotCount,
  slotSpanStep,
  slotStep,
  slotsPerPiece,
  slotWidth,
} from './coverage.js';
export { type ExpectedTraffic, scopes } from './expected.js';
export { evidenceRanks } from './initiator.js';
export type { AvailableFields, InterfaceFacts, ListeningPort, OutboundInputs } from './inputs.js';
export { insidePrefixes, privatePrefixes } from './inside-prefixes.js';
export {
  type Admissions,
  admissions,
  interfaceFacts,
  type SeenInterface,
} from './interface-facts.js';
export { type AwsRange, type IpRanges, parseIpRanges } from './ip-ranges.js';
export { withNames } from './named.js';
export { inferredNatPlan, natClientPlan, natUsagePlan } from './nat.js';
export { needStep, openingNumbers } from './needs.js';
export { openingStep } from './openings.js';
export { outcomes } from './outcome.js';
export {
  type OwnSide,
  type OwnSideCandidates,
  ownSideCandidates,
  ownSidePlan,
  settleOwnSides,
} from './own-side.js';
export {
  builtInPortClasses,
  createPortClasses,
  defaultPortClasses,
  isWellKnownService,
  type PortClass,
  type PortClassEdits,
  type PortClasses,
  servicePorts,
} from './port-classes.js';
export {
  evidencePlan,
  inboundPlan,
  leftoverPlan,
  middleNeedsPlan,
  totalsPlan,
  undecidedPlan,
} from './results.js';
export type { Path, PathTaken } from './route-path.js';
export { estimateUnseen, type Sightings, type Unseen } from './saturation.js';
export { newNeedsPlan, sightingsPlan } from './saturation-plans.js';
export { scenarioNeedsPlan, scenarioTable } from './scenarios.js';
export { servedInternetPlan, servedPlan } from './served.js';
export { conversationSteps, needSteps, roleSteps } from './steps.js';
export type * from './types.js';
