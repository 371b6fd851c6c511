import { defineConfig } from 'vitest/config';

/** The tests that run in the process: those that start the built program would not see a mutant. */
export default defineConfig({
  test: {
    include: [
      'server/src/ratings/*.test.ts',
      'server/src/users/{access,attempts,user}.test.ts',
      'server/test/adapters/sqlite.test.ts',
      'server/test/routes/{authorisation,privacy,ratings,sessions}.test.ts',
    ],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
