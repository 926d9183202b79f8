export { type ComparedNeed, type CompareOptions, type Comparison, compareNeeds } from './compare.js';
export { loadScenarioFile, readScenarioRuns, scenarioFile, scenarioPath } from './file.js';
export { addScenario, runScenario, startScenario, stopScenario } from './record.js';
export { recordMarginSeconds, type ScenarioRun, writeInstant } from './run.js';
export { type Saturation, saturationOf, type WorkloadSaturation } from './saturation.js';
export {
  type ScenarioSpans,
  scenarioFolder,
  scenarioFolderOf,
  scenarioRuns,
  scenarioSpans,
} from './scenarios.js';
export { type ScenarioNeed, scenarioNeedKey, scenarioNeeds, scenariosByNeed } from './seen.js';
export { comparisonTable, newNeedsTable, saturationTable, scenarioTableOf } from './tables.js';
