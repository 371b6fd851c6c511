import { defineConfig } from 'vitest/config';

const CRASH = 'server/test/journeys/crash.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['server/**/*.test.ts', 'client/**/*.test.ts'],
          exclude: [CRASH],
        },
      },
      // When all the rest is done: it holds a start to two seconds, which is too few beside other work.
      { extends: true, test: { name: 'crash', include: [CRASH], sequence: { groupOrder: 1 } } },
    ],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'reports/tests.json' }]] : [],
    coverage: {
      provider: 'v8',
      include: ['server/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/ports.ts', 'server/src/main.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { lines: 95 },
    },
  },
});
