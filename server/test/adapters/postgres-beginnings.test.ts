import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres, type Postgres } from '../../src/adapters/sql/postgres.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import type { Store } from '../../src/ports.js';
import { someFilms } from '../support/films.js';
import { newSchema, type OwnSchema } from '../support/postgres.js';
import { ALL, addMovie, aMovie, NOW } from '../support/some.js';

let schema: OwnSchema;
let db: Postgres['db'];
let store: Store;

beforeAll(async () => {
  schema = await newSchema();
  ({ db } = await openPostgres(schema.url, { connections: 3 }));
  store = sqlStore(db);
  await store.catalogue.load(await someFilms(1200), NOW, () => {});
}, 60_000);
afterAll(async () => {
  await store.close();
  await schema.drop();
});

const best = [{ by: 'relevance', descending: false }] as const;
const totalOf = async (q: string) => (await store.movies.list({ q }, [...best], ALL)).total;
const rowsOf = async (from: string) =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.table(from)}`.execute(db)).rows[0]?.n;

/** Beginnings whose counts are not those of a recount. */
async function wrong(): Promise<unknown[]> {
  const { rows } = await sql`
    select * from (
      select left(lexeme, letters) as beginning, count(distinct movie_id) as movies,
        count(distinct movie_id) filter (where 'A' = any(weights)) as titled
      from movie_search, unnest(words), generate_series(1, 3) as letters
      where char_length(lexeme) >= letters and (letters = 3 or 'A' = any(weights))
      group by 1) as recount
    full join (select beginning, sum(movies) as movies, sum(titled) as titled
      from search_beginnings group by 1 having sum(movies) <> 0) as counted using (beginning, movies, titled)
    where counted is null or recount is null`.execute(db);
  return rows;
}

it('counts what begins so as a recount does, whatever came, changed and went', async () => {
  expect(await wrong()).toEqual([]);
  const before = await totalOf('zz');
  const film = await addMovie(store, { title: 'Zzyzx Zzap', directors: [{ name: 'Zzo Qqp' }] });
  expect(await totalOf('zz')).toBe(before + 1);
  expect(await totalOf('qqp')).toBe(1);
  await store.movies.edit(film.id, film.version, aMovie({ title: 'Qqp Zzo' }), NOW);
  expect(await totalOf('qq')).toBe(1);
  expect(await wrong()).toEqual([]);
  await store.movies.remove(film.id, NOW);
  expect(await totalOf('zz')).toBe(before);
  expect(await totalOf('qqp')).toBe(0);
  expect(await wrong()).toEqual([]);
});

it('counts nothing of what is taken back', async () => {
  const before = await totalOf('th');
  const givenUp = store.atomically(async (tx) => {
    await addMovie(tx, { title: 'Th' });
    throw new Error('given up');
  });
  await expect(givenUp).rejects.toThrow('given up');
  expect(await totalOf('th')).toBe(before);
});

it('makes many sums one again', async () => {
  const again = () =>
    db.transaction().execute(async (tx) => {
      await sql`create temporary table aside on commit drop as select * from movie_search`.execute(
        tx,
      );
      await sql`delete from movie_search`.execute(tx);
      await sql`insert into movie_search select * from aside`.execute(tx);
    });
  let rows = (await rowsOf('search_beginnings')) as number;
  for (let times = 0, shrunk = false; !shrunk; times++) {
    expect(times).toBeLessThan(200);
    await again();
    const now = (await rowsOf('search_beginnings')) as number;
    shrunk = now < rows;
    rows = now;
  }
  expect(await wrong()).toEqual([]);
}, 60_000);
