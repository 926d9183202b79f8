import { join, resolve } from 'node:path';
import type { App } from './command.js';

/** `--lake`, else `.sluice` beside `sluice.yaml`, else `.sluice` in the current folder. */
export async function locateLake(app: App, lake: string | undefined, cwd: string): Promise<string> {
  if (lake !== undefined) return resolve(cwd, lake);
  const workspace = await app.loadWorkspace(cwd);
  return join(workspace?.folder ?? cwd, '.sluice');
}
