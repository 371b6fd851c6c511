/**
 * Moves a million ratings from SQLite to PostgreSQL by `halfstar move`, and asks both for the same thousand answers.
 * The ratings are drawn from a seed: films are as popular as their rank says (Zipf), people rate from 5 to a few hundred.
 *
 *   npx tsx bench/move.ts [ratings, 1000000] [seed, 1]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pino } from 'pino';
import { opaqueTokens } from '../server/src/adapters/crypto/tokens.js';
import { openSqlite } from '../server/src/adapters/sql/sqlite.js';
import { sqlStore } from '../server/src/adapters/sql/store.js';
import { startApp } from '../server/src/app.js';
import { readConfig } from '../server/src/config.js';
import { openStore } from '../server/src/open-store.js';
import { chance } from '../server/test/support/chance.js';
import { someFilms } from '../server/test/support/films.js';
import { A_PERSON, addManyRatings } from '../server/test/support/many-ratings.js';
import { publishAll } from '../server/test/support/publish.js';

const DATABASE = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test';
const [ratings = 1_000_000, seed = 1] = process.argv.slice(2).map(Number);
const MAIN = fileURLToPath(new URL('../server/src/main.ts', import.meta.url));
const FILMS = 61_920;
const SAMPLES = 1000;
const START = Date.UTC(2020, 0, 1);
const { token: TOKEN, hash: HASH } = opaqueTokens().make();
const say = (text: string) => void process.stdout.write(`${text}\n`);
const random = chance(seed);

const folder = mkdtempSync(join(tmpdir(), 'halfstar-move-'));
const [filled, file] = [join(folder, 'filled.db'), join(folder, 'halfstar.db')];
const schema = `bench_move_${process.pid}`;
const target = `${DATABASE}?options=-csearch_path%3D${schema}`;
const admin = new pg.Client(DATABASE);
await admin.connect();
await admin.query(`create schema ${schema}`);
try {
  await fill(filled);
  // A process lets go of a database only when its memory is collected, and one in use is not moved.
  copyFileSync(filled, file);
  await command(['verify'], `file:${file}`);
  const began = performance.now();
  await command(['move', '--to', target], `file:${file}`);
  const seconds = (performance.now() - began) / 1000;
  const rows = await countRows();
  say(
    `moved in ${seconds.toFixed(1)} s: ${Math.round(rows / seconds)} rows/s, ${Math.round(ratings / seconds)} ratings/s`,
  );
  await compare();
} finally {
  await admin.query(`drop schema ${schema} cascade`);
  await admin.end();
  rmSync(folder, { recursive: true });
}

async function fill(empty: string): Promise<void> {
  const db = openSqlite(empty);
  const store = sqlStore(db);
  await store.catalogue.load(await someFilms(FILMS), START, () => {});
  const people = await addManyRatings(db, {
    ratings,
    films: FILMS,
    seed,
    at: START,
    tokens: [HASH],
  });
  say(`${ratings} ratings of ${people} people, seed ${seed}`);
  await publishAll(store, () => START);
  // Cursors are signed by it.
  await store.secret();
  await store.close();
}

/** In a process of its own. */
async function command(args: string[], database: string): Promise<void> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    env: { ...process.env, DATABASE_URL: database },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  say(`${args[0]}: exit code ${code} after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  if (code !== 0) throw new Error(`${args[0]} failed`);
}

async function countRows(): Promise<number> {
  const db = openSqlite(file);
  let rows = 0;
  for (const table of [
    'users',
    'movies',
    'movie_ids',
    'movie_genres',
    'people',
    'credits',
    'scores',
    'ratings',
    'rating_events',
  ] as const) {
    const { n } = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    rows += n;
  }
  await db.destroy();
  return rows;
}

async function compare(): Promise<void> {
  const users = Math.ceil(ratings / A_PERSON);
  const { films } = await someFilms(FILMS);
  const draw: (() => string)[] = [
    () => `movies/${1 + random.below(FILMS)}`,
    () => `movies/${1 + random.below(FILMS)}/score`,
    () => `movies/${1 + random.below(2000)}/ratings?limit=20`,
    () => `users/${1 + random.below(users)}`,
    () =>
      `users/${1 + random.below(users)}/ratings?limit=100&sort=${random.oneOf(['stars', '-ratedAt', 'title', '-releaseDate'])}`,
    () => `users/me/changes?after=${random.below(50)}`,
    () => `movies?limit=20&q=${encodeURIComponent(random.oneOf(films).title)}`,
    () =>
      `movies?limit=20&sort=${random.oneOf(['-score', '-popularity', 'year', 'title'])}&minYear=${1950 + random.below(60)}`,
  ];
  const paths = Array.from({ length: SAMPLES }, (_, i) =>
    (draw[i % draw.length] as () => string)(),
  );
  const [here, there] = [await answers(`file:${file}`, paths), await answers(target, paths)];
  const different = paths.filter((_, i) => here[i] !== there[i]);
  const bad = here.filter((answer) => !answer.startsWith('200 '));
  say(`${SAMPLES} answers compared, ${different.length} different, ${bad.length} not 200`);
  for (const path of different.slice(0, 10)) {
    const at = paths.indexOf(path);
    say(`${path}\n  ${here[at]?.slice(0, 1500)}\n  ${there[at]?.slice(0, 1500)}`);
  }
  if (different.length + bad.length > 0) process.exitCode = 1;
}

async function answers(database: string, paths: string[]): Promise<string[]> {
  const config = readConfig({
    DATABASE_URL: database,
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'silent',
  });
  const store = await openStore(config);
  // What goes on beside requests would take turns of this thread, and move scores between one answer and the next.
  const nothing = async () => {};
  const parts = { pressure: null, renewAside: nothing, trainAside: nothing };
  const app = await startApp(config, store, pino({ level: 'silent' }), parts);
  const all: string[] = [];
  for (const path of paths) {
    const answer = await app.server.inject({
      url: `/api/v1/${path}`,
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    all.push(`${answer.statusCode} ${answer.body}`);
  }
  await app.stop();
  return all;
}
