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
export type * from './types.js';
