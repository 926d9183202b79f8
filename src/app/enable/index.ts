export {
  type Destination,
  type EnableFormat,
  type EnableRequest,
  enableFormats,
  enableText,
} from './enable.js';
export { analysisFields, logFormatOf } from './format.js';
export { type FlowLogLack, flowLogLacks } from './lacks.js';
