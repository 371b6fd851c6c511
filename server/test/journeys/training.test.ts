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
import { cleanUp, type Server, startProgram, startServer } from '../support/process.js';
import { NOW } from '../support/some.js';
import { makeTemplate, type Template } from '../support/template.js';
import { until } from '../support/until.js';

const FILMS = 300;
/** So many are shared out among threads, where there is more than one core, and take a second or more. */
const RATINGS = 20_500;
const PATIENCE_MS = 60_000;

const { token, hash } = opaqueTokens().make();
let filled: Template;
/** Trained by the command, with threads on all cores. */
let trained: OwnDatabase;
let db: Db;
let store: Store;

const open = async ({ file, url }: OwnDatabase) =>
  ENGINE === 'sqlite' ? openSqlite(file) : (await openPostgres(url, { connections: 2 })).db;

beforeAll(async () => {
  const empty = await makeTemplate({ films: FILMS, people: 0 });
  const full = await databaseLike(empty);
  const filling = await open(full);
  const wanted = { ratings: RATINGS, films: FILMS, seed: 1, at: NOW, tokens: [hash] };
  await addManyRatings(filling, wanted);
  await filling.destroy();
  filled = { ...empty, url: full.url, file: full.file };
  trained = await databaseLike(filled);
  expect(await startProgram(['train'], trained.settings).ended).toEqual({ code: 0, signal: null });
  db = await open(trained);
  store = sqlStore(db);
});
afterAll(async () => {
  await store.close();
  await cleanUp();
});

const versionIn = async (from: Store) => (await from.predictionModels.current())?.version;
const bytesIn = async (from: Store) =>
  Buffer.from((await from.predictionModels.read((await versionIn(from)) ?? 0)) ?? []);
const versionOf = async (server: Server) =>
  (await server.client().GET('/api/v1/predictions/quality')).data?.model?.version;
const begun = () =>
  db
    .selectFrom('prediction_models')
    .select('version')
    .where('state', '=', 'next')
    .executeTakeFirst();

it('the same ratings teach the same bit by bit, whoever trains and with however many threads', async () => {
  const other = await databaseLike(filled);
  const server = await startServer({ settings: other.settings });
  const kept = await other.open();
  await until('the service has trained', PATIENCE_MS, () => versionIn(kept));
  expect(await server.stop()).toEqual({ code: 0, signal: null });
  const [one, another] = [await bytesIn(store), await bytesIn(kept)];
  await kept.close();
  expect(one.length).toBeGreaterThan(0);
  expect(Buffer.compare(one, another)).toBe(0);
});

it('whoever dies in the middle of it leaves the model before, and the next process trains', async () => {
  const before = (await versionIn(store)) ?? 0;
  // As if the last night were long ago.
  await trained.run('update prediction_models set at = 0');
  const doomed = await startServer({ settings: trained.settings });
  await until('a training has begun', PATIENCE_MS, begun);
  expect(await versionOf(doomed)).toBe(before);
  await doomed.kill();
  expect(await versionIn(store)).toBe(before);

  const next = await startServer({ settings: trained.settings });
  expect(await until('a model serves', PATIENCE_MS, () => versionOf(next))).toBe(before);
  const { data } = await next
    .client(token)
    .GET('/api/v1/users/me/predictions/{movie}', { params: { path: { movie: '1' } } });
  expect(data?.prediction?.basis).toBe('taste');
  await until('the next model serves', PATIENCE_MS, async () => {
    return ((await versionOf(next)) ?? 0) > before;
  });
  expect(next.err.join('\n')).not.toContain('no model could be trained');
  expect(await next.stop()).toEqual({ code: 0, signal: null });
});
