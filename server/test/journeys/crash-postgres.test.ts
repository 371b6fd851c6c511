import { afterAll, describe, expect, it } from 'vitest';
import { chance, seedOf } from '../support/chance.js';
import { type Crashing, crash, type Round } from '../support/crashes.js';
import {
  CAN_START_POSTGRES,
  leftOutWithoutPostgres,
  type OwnPostgres,
  startPostgres,
} from '../support/own-postgres.js';
import { cleanUp, startProgram, startServer } from '../support/process.js';
import { ratersOf } from '../support/raters.js';
import { fill } from '../support/template.js';

/** `bench/crash.ts` has a hundred of them, under as much load as counts, and holds it to five seconds. */
const CRASHES: Crashing[] = ['the service', 'PostgreSQL', 'the service', 'PostgreSQL'];
const RATERS = 32;
const MOVIES = 40;
const LONGEST_WRITING_MS = 1500;

let postgres: OwnPostgres | undefined;

if (!CAN_START_POSTGRES) leftOutWithoutPostgres('crashes of PostgreSQL: it is not installed');
afterAll(async () => {
  await cleanUp();
  await postgres?.remove();
});

describe.runIf(CAN_START_POSTGRES)('on PostgreSQL', () => {
  it('nothing acknowledged is lost when either crashes under load, and it goes on', async () => {
    const random = chance(seedOf('crash-postgres'));
    postgres = await startPostgres();
    const place = { kind: 'postgres', url: postgres.url } as const;
    const { people, movieIds } = await fill(place, { films: MOVIES, people: RATERS });
    const settings = { DATABASE_URL: postgres.url, LOG_LEVEL: 'error' };
    const world = { postgres, settings, raters: ratersOf(people), movieIds, random };
    let server = await startServer({ settings });
    const rounds: Round[] = [];
    for (const what of CRASHES) {
      const { pid } = server;
      const done = await crash(what, server, world, 200 + random.below(LONGEST_WRITING_MS));
      server = done.server;
      rounds.push(done.round);
      expect(done.round).toMatchObject({ lost: [], differences: 0 });
      expect(server.pid === pid).toBe(what === 'PostgreSQL');
    }
    expect((await server.stop()).code).toBe(0);
    const verify = startProgram(['verify'], settings);
    expect(await verify.ended).toEqual({ code: 0, signal: null });
    expect(verify.out.join('')).toContain(' 0 differences');
    // biome-ignore lint/suspicious/noConsole: a figure for whoever looks
    console.info(
      `crash: ${rounds.map(({ acknowledged }) => acknowledged).join(', ')} ratings acknowledged, back after ` +
        `${rounds.map(({ backAfterMs }) => Math.round(backAfterMs)).join(', ')} ms`,
    );
  }, 300_000);
});
