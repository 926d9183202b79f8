export { exampleWorkspace } from './example.js';
export type { Scenario } from './meaning.js';
export {
  findWorkspace,
  loadWorkspace,
  parseVpcCidrs,
  readWorkspace,
  type Workspace,
  workspaceFile,
} from './workspace.js';
