import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { worldFailure } from '../../store/index.js';

/**
 * A folder for what does not fit into memory, apart from the writer's own, which a writer clears. It lies beside the lake,
 * whose disk has room for it, and folders of processes that are gone are removed. For a lake that may only be read it is
 * in the system's temporary folder.
 */
export async function makeScratchFolder(lakePath: string): Promise<string> {
  const parent = join(lakePath, 'scratch');
  try {
    await mkdir(parent, { recursive: true });
    for (const entry of await readdir(parent)) {
      const pid = Number(/^analysis-(\d+)-/.exec(entry)?.[1]);
      if (pid > 0 && !isRunning(pid)) await rm(join(parent, entry), { recursive: true, force: true });
    }
    return await mkdtemp(join(parent, `analysis-${process.pid}-`));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
      return mkdtemp(join(tmpdir(), 'sluice-analysis-'));
    }
    throw worldFailure(cause, lakePath);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // No permission to signal it means that it is there.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
