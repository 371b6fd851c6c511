/** Mutation testing of what must never be wrong: ratings, tallies and who may do what. Takes long; not part of CI. */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate: [
    'server/src/ratings/*.ts',
    'server/src/adapters/sql/{ratings,tallies,rating-events}.ts',
    'server/src/http/guard.ts',
    'server/src/users/{access,user}.ts',
    '!server/src/**/*.test.ts',
    '!server/src/**/ports.ts',
  ],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false },
  tempDirName: '.stryker-tmp',
  thresholds: { high: 90, low: 80, break: 80 },
};
