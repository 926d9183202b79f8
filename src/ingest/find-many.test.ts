import { expect, test, vi } from 'vitest';
import { findSources } from './find-sources.js';

const many = 200_000;
const kind = (isFolder: boolean) => ({
  isDirectory: () => isFolder,
  isFile: () => !isFolder,
  isSymbolicLink: () => false,
  size: 1,
  mtimeMs: 1,
});

/** A folder in a folder with more files than are quickly made. */
vi.mock('node:fs/promises', () => ({
  stat: async (path: string) => kind(!path.endsWith('.log')),
  readdir: async (path: string) =>
    path === '/logs'
      ? [{ name: 'day', ...kind(true) }]
      : Array.from({ length: many }, (_, index) => ({ name: `${index}.log`, ...kind(false) })),
}));

test('a folder may have more files than a call takes arguments', async () => {
  expect((await findSources(['/logs'])).files.length).toBe(many);
});
