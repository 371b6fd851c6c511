import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'vitest/config';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { findPostgres } from './server/test/support/postgres-server.js';
import { mustHaveChromium } from './web/test/support/chromium.js';

const CRASH = 'server/test/journeys/crash.test.ts';
/** With a PostgreSQL of their own, which they end. They hold the service to some seconds, which are too few beside other work. */
const CRASHES = ['crash-postgres', 'postgres-outage'].map(
  (name) => `server/test/journeys/${name}.test.ts`,
);
/** Whose processes are stopped and started, on the PostgreSQL of the run. */
const RESTARTS = 'server/test/journeys/rolling-restart.test.ts';
/** About PostgreSQL itself, whatever the others run on. */
const POSTGRES = 'server/test/**/postgres*.test.ts';
/** Of SQLite and PostgreSQL in one test, or of two databases at once. */
const BOTH = [
  'server/test/journeys/backup-under-load.test.ts',
  'server/test/journeys/move.test.ts',
  'server/test/journeys/restore-postgres.test.ts',
  'server/test/routes/replica.test.ts',
];
/** They have nothing to tell of PostgreSQL. */
const SQLITE_ONLY = [
  // A file and who locks it, copies it or puts it back.
  'server/test/routes/held-lock.test.ts',
  'server/test/journeys/backup.test.ts',
  'server/test/journeys/database-file.test.ts',
  // The way of a newcomer, who has no PostgreSQL.
  'server/test/journeys/newcomer.test.ts',
  // Demo mode, which is in memory.
  'server/test/routes/demo.test.ts',
  'server/test/journeys/demo.test.ts',
  'server/test/journeys/popular.test.ts',
  // Processes of one machine, where the engine makes no difference to what is shown.
  'server/test/journeys/crew.test.ts',
  'server/test/journeys/graceful-stop.test.ts',
  'server/test/journeys/redis-trouble.test.ts',
  'server/test/journeys/workers.test.ts',
  // A store that answers within one turn of the event loop.
  'server/test/routes/overload.test.ts',
  // A clock that is moved on is that of connections as well.
  'server/test/routes/late-bodies.test.ts',
  // They call nothing that is kept.
  'server/test/routes/broken-schemas.test.ts',
  'server/test/routes/no-body.test.ts',
  'server/test/routes/openapi.test.ts',
  'server/test/routes/tmdb-key.test.ts',
];
/** Those that take a minute or more, by the end of their names. */
const LONGEST = [
  'adapters/postgres.test.ts',
  'adapters/sqlite.test.ts',
  'journeys/training.test.ts',
  'journeys/load.test.ts',
  'journeys/import.test.ts',
  'routes/round-trip.test.ts',
  'journeys/real-ratings.test.ts',
  'routes/authorisation.test.ts',
];
/** They begin first. On a new machine the largest files would, and the longest, small as they are, be left for the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Most tests wait rather than compute. A server has 100 connections for all, and each test has a few. */
const MOST_WORKERS = Math.min(4, availableParallelism());

/** To load the whole service anew for each file takes as long as the tests do; no file leaves anything behind. */
const TOGETHER = { maxWorkers: MOST_WORKERS, isolate: false };

const onPostgres = {
  plugins: [postgresServer()],
  test: {
    env: { HALFSTAR_TEST_ON: 'postgres' },
    setupFiles: ['server/test/support/on-postgres.ts'],
  },
};

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ['server/**/*.test.ts', 'client/**/*.test.ts'],
          exclude: [CRASH, ...CRASHES, RESTARTS, POSTGRES, ...BOTH],
          ...TOGETHER,
        },
      },
      {
        extends: true,
        plugins: onPostgres.plugins,
        test: {
          ...onPostgres.test,
          name: 'postgres',
          include: [
            POSTGRES,
            ...roomsWithAStore(),
            'server/test/routes/**/*.test.ts',
            'server/test/journeys/**/*.test.ts',
          ],
          exclude: [CRASH, ...CRASHES, RESTARTS, ...BOTH, ...SQLITE_ONLY],
          ...TOGETHER,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        plugins: onPostgres.plugins,
        test: {
          name: 'both',
          include: BOTH,
          maxWorkers: MOST_WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: ['web/src/**/*.test.ts'],
          environment: 'happy-dom',
          maxWorkers: MOST_WORKERS,
        },
      },
      // Chromium and a server for each file.
      {
        extends: true,
        plugins: [chromium()],
        test: {
          name: 'browser',
          include: ['web/test/**/*.test.ts'],
          maxWorkers: 1,
          testTimeout: 240_000,
          expect: { poll: { timeout: 30_000 } },
          // A machine that has much else to do may hold up a browser.
          retry: 1,
          sequence: { groupOrder: 4 },
        },
      },
      // When all the rest is done: it says how long a start takes.
      {
        extends: true,
        test: {
          name: 'crash',
          include: [CRASH, ...CRASHES],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        plugins: onPostgres.plugins,
        test: {
          ...onPostgres.test,
          name: 'restarts',
          include: [RESTARTS],
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
    sequence: { sequencer: LongestFirst },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What was lost to a machine with much else to do is tried once more, and named; what is wrong fails twice.
    retry: process.env.CI ? 1 : 0,
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

/** The tests of rooms that keep something. */
function roomsWithAStore(): string[] {
  const folder = 'server/src';
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => file.endsWith('.test.ts') && /emptyStore/.test(readFileSync(file, 'utf8')));
}

/** Finds or starts the PostgreSQL of the run; without any, nothing of these projects is run. */
function postgresServer(): Plugin {
  return {
    name: 'postgres-server',
    async configureVitest({ vitest, project }) {
      server ??= findPostgres().then((found) => {
        vitest.onClose(async () => found?.stop());
        return found;
      });
      const found = await server;
      if (found === null) project.config.include = [];
      else project.config.env = { ...project.config.env, TEST_POSTGRES_URL: found.url };
    },
  };
}
let server: ReturnType<typeof findPostgres> | undefined;

/** Without a browser, nothing of the project is run. */
function chromium(): Plugin {
  return {
    name: 'chromium',
    configureVitest({ project }) {
      if (!mustHaveChromium()) project.config.include = [];
    },
  };
}
