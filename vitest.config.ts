import { defineConfig } from 'vitest/config';

const faults = 'packages/server/test/faults/**/*.test.ts';
const common = { testTimeout: 30_000, hookTimeout: 30_000, pool: 'forks' } as const;

export default defineConfig({
  test: {
    // Of the whole run, not of each project: one database for all.
    globalSetup: ['packages/server/test/harness/global-setup.ts'],
    projects: [
      {
        test: {
          ...common,
          name: 'all',
          include: ['packages/*/test/**/*.test.ts', 'packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [faults],
          maxWorkers: 2,
          // The files of a worker share what they import: loading the server costs two seconds, and there are some hundred files.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Their figures are promises about a machine that does nothing else, so they come last, one at a time.
        test: { ...common, name: 'faults', include: [faults], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
