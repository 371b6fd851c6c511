import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import { tmdbCatalogue } from '../../src/adapters/tmdb/tmdb.js';
import type { MovieId } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { popularFilmsContract } from '../contracts/popular-films.js';
import { startFakeTmdb } from '../support/fake-tmdb.js';
import { tmdbFilm } from '../support/invented-films.js';
import { addMovie, addUser, NOW, rate } from '../support/some.js';

const DAY_MS = 24 * 60 * 60_000;
const SETTINGS = { timeoutMs: 3000, retries: 2, backoffMs: 5 };
const openStore = () => sqlStore(openSqlite(':memory:'), () => NOW);

describe('popular films of TMDB', () => {
  popularFilmsContract(async (count) => {
    const films = Array.from({ length: count }, (_, i) =>
      tmdbFilm({ id: i + 1, title: `Film ${i + 1}`, ...(i === 1 && SPARSE) }),
    );
    const fake = await startFakeTmdb(films);
    const { baseUrl, accessToken } = fake;
    const settings = { ...SETTINGS, baseUrl, credentials: { accessToken } };
    const popular = tmdbCatalogue(settings, () => {});
    return {
      popular,
      async close() {
        await popular.close();
        await fake.stop();
      },
    };
  });
  const SPARSE = { release_date: '', poster_path: null, overview: '' };
});

describe('popular films of our own', () => {
  popularFilmsContract(async (count) => {
    const store = openStore();
    for (let n = 1; n <= count; n++) {
      await addMovie(store, {
        title: `Film ${n}`,
        ...(n % 2 && { year: 1999, releaseDate: '1999-05-06' }),
      });
    }
    return { popular: store.popular, close: () => store.close() };
  });

  let store: Store;
  let movies: MovieId[];

  beforeEach(async () => {
    store = openStore();
    movies = [];
    for (let n = 0; n < 50; n++) movies.push((await addMovie(store, { title: `Film ${n}` })).id);
  });
  afterEach(() => store.close());

  /** Rated by so many, so many days ago. */
  async function rated(movie: number, raters: number, days: number) {
    for (let i = 0; i < raters; i++) {
      const { id } = await addUser(store, `rater-${movie}-${days}-${i}`);
      await rate(store, id, movies[movie]!, { stars: 1, ratedAt: NOW - days * DAY_MS });
    }
  }

  async function page(number: number): Promise<number[]> {
    const { items } = await store.popular.popular({ page: number, language: null, region: null });
    return items.map(({ movieId }) => movies.indexOf(movieId!));
  }

  it('begin with the most rated of the last 30 days, ties by id', async () => {
    await rated(7, 1, 1);
    await rated(9, 3, 29);
    await rated(3, 1, 29);
    await rated(5, 4, 31);
    expect((await page(1)).slice(0, 3)).toEqual([9, 3, 7]);
    expect((await page(1)).indexOf(5)).not.toBe(3);
  });

  it('go on with the best known, each once, where the rated end in the middle of a page', async () => {
    for (let movie = 0; movie < 25; movie++) await rated(movie, 1, 1);
    const all = [...(await page(1)), ...(await page(2)), ...(await page(3))];
    expect(new Set(all).size).toBe(50);
    expect(all.slice(0, 25)).toEqual(movies.slice(0, 25).map((_, i) => i));
  });
});
