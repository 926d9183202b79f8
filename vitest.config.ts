import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Its modules import folders, which Node does not resolve.
    server: { deps: { inline: ['dt-sql-parser'] } },
  },
});
