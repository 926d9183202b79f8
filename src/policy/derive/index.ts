export { type Derivation, type DeriveOptions, defaultMaxRules, derivePolicy } from './derive.js';
export { markNames, markWords } from './marks.js';
export { peerText, ruleId } from './rule-id.js';
export type { TradeOff } from './trade-off.js';
export { unloggedDuty, unloggedTraffic } from './unlogged.js';
export { isWeightKnown, weightOf } from './weights.js';
