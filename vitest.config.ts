import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['server/**/*.test.ts', 'client/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['server/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/ports.ts', 'server/src/main.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { lines: 95 },
    },
  },
});
