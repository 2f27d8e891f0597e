import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    setupFiles: ['./vitest.setup.ts'],
    testTimeout: 30_000,
    pool: 'forks',
    // Vitest would leave one core to its own process, which has little to do, while tests wait half of their time for processes.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        // Pure functions leave nothing behind: their test files share a process, where each module is loaded once.
        test: { name: 'core', include: ['core/**/*.test.ts'], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'product',
          include: ['electron/**/*.test.ts', 'renderer/**/*.test.ts', 'renderer/**/*.test.tsx', 'scripts/**/*.test.ts'],
        },
      },
    ],
  },
});
