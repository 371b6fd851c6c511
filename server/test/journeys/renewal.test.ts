import { afterAll, beforeAll, expect, it } from 'vitest';
import { opaqueTokens } from '../../src/adapters/crypto/tokens.js';
import type { Db } from '../../src/adapters/sql/atomic.js';
import { openPostgres } from '../../src/adapters/sql/postgres.js';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import type { Store } from '../../src/ports.js';
import { databaseLike, type OwnDatabase } from '../support/database.js';
import { ENGINE } from '../support/engine.js';
import { addManyRatings } from '../support/many-ratings.js';
import { cleanUp, startServer } from '../support/process.js';
import { NOW } from '../support/some.js';
import { makeTemplate } from '../support/template.js';
import { until } from '../support/until.js';

const FILMS = 300;
/** More than are estimated at once: it takes a second or so. */
const RATINGS = 20_000;
const PATIENCE_MS = 60_000;

const { token, hash } = opaqueTokens().make();
let database: OwnDatabase;
let db: Db;
let store: Store;
beforeAll(async () => {
  database = await databaseLike(await makeTemplate({ films: FILMS, people: 0 }));
  db =
    ENGINE === 'sqlite'
      ? openSqlite(database.file)
      : (await openPostgres(database.url, { connections: 2 })).db;
  await addManyRatings(db, { ratings: RATINGS, films: FILMS, seed: 1, at: NOW, tokens: [hash] });
  store = sqlStore(db);
});
afterAll(async () => {
  await store.close();
  await cleanUp();
});

const start = () => startServer({ settings: database.settings });
const epoch = async () => (await store.scores.current())?.epoch ?? 0;
/** As if the last night were long ago. */
async function beginAnother(): Promise<void> {
  await db.updateTable('score_models').set({ at: 0 }).where('state', '=', 'current').execute();
  await until('an estimation has begun', PATIENCE_MS, () =>
    db.selectFrom('score_models').select('epoch').where('state', '=', 'next').executeTakeFirst(),
  );
}
const renewed = (before: number) =>
  until('all scores are renewed', PATIENCE_MS, async () => {
    return (await epoch()) > before && !(await store.scores.isOwed());
  });

it('scores of many ratings are renewed beside requests, which change some meanwhile', async () => {
  const server = await start();
  await renewed(0);
  const before = await epoch();
  await beginAnother();
  const { data } = await server.client(token).GET('/api/v1/users/{user}/ratings', {
    params: { path: { user: 'me' }, query: { limit: 1 } },
  });
  const movie = data!.items[0]!.movie.id;
  const params = { path: { user: 'me', movie: String(movie) } };
  await server.client(token).DELETE('/api/v1/users/{user}/ratings/{movie}', { params });
  await renewed(before);
  const left = await store.ratings.tallyOf(movie as never);
  expect((await store.movies.find(movie as never))?.score?.count).toBe(left.count);
  const now = await store.scores.ratings();
  expect([now, now + 1]).toContain((await store.scores.current())?.model.ratings);
  expect(server.err.join('\n')).not.toContain('could not be estimated');
  expect(await server.stop()).toEqual({ code: 0, signal: null });
}, 120_000);

it('whoever is stopped in the middle of it leaves it to the next process', async () => {
  const server = await start();
  const before = await epoch();
  await beginAnother();
  expect(await server.stop()).toEqual({ code: 0, signal: null });
  const next = await start();
  await renewed(before);
  expect(await next.stop()).toEqual({ code: 0, signal: null });
}, 120_000);
