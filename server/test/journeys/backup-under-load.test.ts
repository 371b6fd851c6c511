import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import type { Db } from '../../src/adapters/sql/atomic.js';
import { openPostgres } from '../../src/adapters/sql/postgres.js';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { chance, seedOf } from '../support/chance.js';
import { newDatabase, type OwnSchema } from '../support/postgres.js';
import {
  cleanUp,
  databaseFile,
  type Server,
  type Settings,
  startProgram,
  startServer,
  temporaryFolder,
} from '../support/process.js';
import type { Someone } from '../support/service.js';
import { fill, makeTemplate } from '../support/template.js';
import { until } from '../support/until.js';

const AMOUNT = { films: 50, people: 8 };
const AT_ONCE = 10;
const WARM = 500;

type Place = { settings: Settings; open(): Promise<Db> };
type Rated = { movieId: number; steps: number };
/** Who rates one handful after the other; what was acknowledged is the beginning of what was sent. */
type Writer = { someone: Someone; sent: Rated[]; acknowledged: number };

const databases: OwnSchema[] = [];
afterAll(async () => {
  await cleanUp();
  for (const { drop } of databases) await drop();
});

async function postgresPlace(): Promise<Place & { url: string }> {
  const database = await newDatabase();
  databases.push(database);
  const { url } = database;
  const open = async () => (await openPostgres(url, { connections: 1 })).db;
  return { url, settings: { DATABASE_URL: url }, open };
}

function sqlitePlace(file: string): Place {
  return { settings: { DATABASE_URL: `file:${file}` }, open: async () => openSqlite(file) };
}

describe.each([
  [
    'SQLite',
    async () => {
      const template = await makeTemplate(AMOUNT);
      return { ...template, from: sqlitePlace(databaseFile(template.file)) };
    },
    async () => sqlitePlace(databaseFile()),
  ],
  [
    'PostgreSQL',
    async () => {
      const from = await postgresPlace();
      return { ...(await fill({ kind: 'postgres', url: from.url }, AMOUNT)), from };
    },
    postgresPlace,
  ],
])('a backup of %s', (name, make, makeEmpty) => {
  it('has every rating acknowledged before it began, and of each person no gap', async () => {
    const random = chance(seedOf('backup'));
    const { from, people, ...made } = await make();
    // As a batch is applied: in the order of its films.
    const movieIds = made.movieIds.sort((one, other) => one - other);
    const server = await startServer({ settings: from.settings });
    const writers = people.map((someone): Writer => ({ someone, sent: [], acknowledged: 0 }));
    let enough = false;
    const writing = writers.map(async (writer) => {
      while (!enough) {
        // Each film in turn, and never as it was before: all of it is history.
        const handful = Array.from({ length: AT_ONCE }, (_, i) => {
          const n = writer.sent.length + i;
          const before = writer.sent[n - movieIds.length]?.steps ?? 0;
          const steps = (before + 1 + random.below(100)) % 101;
          return { movieId: movieIds[n % movieIds.length] as number, steps };
        });
        writer.sent.push(...handful);
        await send(server, writer.someone, handful);
        writer.acknowledged += AT_ONCE;
      }
    });
    const acknowledged = () => writers.reduce((sum, writer) => sum + writer.acknowledged, 0);
    await until('writing is under way', 60_000, () => acknowledged() > WARM);

    const [before, began] = [acknowledged(), performance.now()];
    const atLeast = writers.map((writer) => writer.acknowledged);
    const copy = join(temporaryFolder(), 'copy');
    const backup = startProgram(['backup', copy], from.settings);
    expect(await backup.ended, backup.err.join('\n')).toMatchObject({ code: 0 });
    const atMost = writers.map(({ sent }) => sent.length);
    const aSecond = (acknowledged() - before) / ((performance.now() - began) / 1000);
    enough = true;
    await Promise.all(writing);
    await server.stop();
    // biome-ignore lint/suspicious/noConsole: a figure for whoever looks
    console.info(`backup of ${name}: ${aSecond.toFixed(0)} ratings/s acknowledged meanwhile`);

    const into = await makeEmpty();
    const restore = startProgram(['restore', copy], into.settings);
    expect(await restore.ended, restore.err.join('\n')).toMatchObject({ code: 0 });
    const verify = startProgram(['verify'], into.settings);
    expect(await verify.ended).toMatchObject({ code: 0 });
    expect(verify.out.join('')).toContain(' 0 differences');
    const db = await into.open();
    for (const [i, { someone, sent }] of writers.entries()) {
      const kept = await historyOf(db, someone);
      expect(kept.length).toBeGreaterThanOrEqual(atLeast[i] as number);
      expect(kept.length).toBeLessThanOrEqual(atMost[i] as number);
      expect(kept).toEqual(sent.slice(0, kept.length));
    }
    await db.destroy();

    const again = await startServer({ settings: into.settings });
    await send(again, people[0] as Someone, [{ movieId: movieIds[0] as number, steps: 90 }]);
    await again.stop();
  }, 300_000);
});

async function send(server: Server, { token }: Someone, handful: Rated[]): Promise<void> {
  const items = handful.map(({ movieId, steps }) => ({ movie: movieId, stars: steps / 20 }));
  const { data } = await server
    .client(token)
    .POST('/api/v1/users/me/ratings/batch', { body: { items } });
  expect(data?.results.every(({ status }) => status < 300)).toBe(true);
}

async function historyOf(db: Db, { id }: Someone): Promise<Rated[]> {
  const { rows } = await sql<Rated>`
    select movie_id as "movieId", stars as steps from rating_events
    where user_id = ${id} order by revision`.execute(db);
  return rows.map(({ movieId, steps }) => ({ movieId, steps }));
}
