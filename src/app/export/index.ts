export {
  draftTable,
  type Exported,
  type ExportRequest,
  exportPolicy,
  targetNames,
  writeFiles,
} from './export.js';
export { servedPorts } from './served.js';
