import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addMovie, addUser, rate } from '../../test/support/some.js';
import { openStore } from '../app.js';
import type { CatalogueFilm } from '../catalogue/film.js';
import type { MovieId } from '../movies/movie.js';
import type { Store } from '../ports.js';
import type { UserId } from '../users/user.js';
import type { Scores } from './ports.js';
import { publishScores } from './publish-scores.js';
import { type Prior, priorOf, score } from './shrunk-mean.js';

const NOW = 1_700_000_000_000;

describe('publishing scores', () => {
  let store: Store;
  let ana: UserId;
  let ben: UserId;
  let published: MovieId[];
  let prior: Prior | null;
  let meanwhile: () => Promise<unknown>;

  beforeEach(async () => {
    store = openStore({ database: { kind: 'memory' } });
    ana = (await addUser(store, 'ana')).id;
    ben = (await addUser(store, 'ben')).id;
    published = [];
    prior = null;
    meanwhile = async () => {};
  });
  afterEach(() => store.close());

  /** Publishes, and remembers which. */
  async function publish(): Promise<MovieId[]> {
    published = [];
    const scores: Scores = {
      ...store.scores,
      async publish(some, at) {
        await meanwhile();
        published.push(...some.map(({ movieId }) => movieId));
        await store.scores.publish(some, at);
      },
    };
    prior = await publishScores({ scores, now: () => NOW }, prior);
    return published;
  }
  const movies = (n: number) =>
    Promise.all(Array.from({ length: n }, async () => (await addMovie(store)).id));
  const scoreOf = async (id: MovieId) => (await store.movies.find(id))?.score ?? null;
  /** What it should be, worked out from scratch. */
  const expected = async (id: MovieId) =>
    score(await store.ratings.tallyOf(id), priorOf(await store.scores.all()));

  it('gives every rated movie its score, and the others none', async () => {
    const [first, second, third] = (await movies(3)) as [MovieId, MovieId, MovieId];
    await rate(store, ana, first, { stars: 5 });
    await rate(store, ben, second, { stars: 2 });
    await publish();
    expect(await scoreOf(first)).toEqual(await expected(first));
    expect(await scoreOf(second)).toEqual(await expected(second));
    expect(await scoreOf(third)).toBeNull();
    expect(await store.scores.owed(10)).toEqual([]);
  });

  it('does nothing when nothing is owed', async () => {
    const [id] = (await movies(1)) as [MovieId];
    await rate(store, ana, id, { stars: 5 });
    await publish();
    expect(await publish()).toEqual([]);
    expect(prior).toEqual({ mean: 5, variance: 0 });
  });

  it('works with nothing at all', async () => {
    expect(await publish()).toEqual([]);
    expect(await publish()).toEqual([]);
  });

  it('publishes all anew when the mean of all has moved', async () => {
    const [first, second] = (await movies(2)) as [MovieId, MovieId];
    await rate(store, ana, first, { stars: 5 });
    await publish();
    await rate(store, ana, second, { stars: 1 });
    expect(new Set(await publish())).toEqual(new Set([first, second]));
    expect(await scoreOf(first)).toEqual(await expected(first));
  });

  it('publishes all anew when only how far ratings are apart has moved', async () => {
    const [first, second] = (await movies(2)) as [MovieId, MovieId];
    await rate(store, ana, first, { stars: 3 });
    await publish();
    await rate(store, ana, second, { stars: 5 });
    await rate(store, ben, second, { stars: 1 });
    await publish();
    expect(await scoreOf(first)).toEqual(await expected(first));
  });

  it('publishes only what is owed when all ratings together are as they were', async () => {
    const [first, second, third] = (await movies(3)) as [MovieId, MovieId, MovieId];
    await rate(store, ana, first, { stars: 4 });
    await rate(store, ana, second, { stars: 2 });
    await publish();
    await store.ratings.remove(ana, first, NOW);
    await rate(store, ana, third, { stars: 4 });
    expect(new Set(await publish())).toEqual(new Set([first, third]));
    expect(await scoreOf(first)).toBeNull();
    expect(await scoreOf(third)).toEqual(await expected(third));
  });

  it('follows a mean that creeps, before anyone could see it', async () => {
    const [first, second] = (await movies(2)) as [MovieId, MovieId];
    await rate(store, ana, first, { stars: 3 });
    const people = await Promise.all(
      Array.from({ length: 60 }, (_, i) => addUser(store, `rater-${i}`)),
    );
    for (const { id } of people) await rate(store, id, second, { stars: 3 });
    await publish();
    for (const { id } of people) {
      await rate(store, id, second, { stars: 3.05 });
      await publish();
      const [kept, exact] = [await scoreOf(first), await expected(first)];
      expect(Math.abs(kept!.stars - exact!.stars)).toBeLessThan(0.001);
      expect(Math.abs(kept!.high - exact!.high)).toBeLessThan(0.001);
    }
  });

  it('raises the popularity of what is rated', async () => {
    const [first, second] = (await movies(2)) as [MovieId, MovieId];
    await rate(store, ana, second, { stars: 1 });
    await publish();
    const sort = [{ by: 'popularity', descending: true } as const];
    const { items } = await store.movies.list({}, sort, { limit: 2, after: null });
    expect(items.map(({ id }) => id)).toEqual([second, first]);
  });

  it('leaves owed what was rated meanwhile, and publishes it next', async () => {
    const [id] = (await movies(1)) as [MovieId];
    await rate(store, ana, id, { stars: 5 });
    let once = true;
    meanwhile = async () => {
      if (once) await rate(store, ben, id, { stars: 1 });
      once = false;
    };
    await publish();
    await publish();
    expect(await scoreOf(id)).toEqual(await expected(id));
    expect(await store.scores.owed(10)).toEqual([]);
  });

  it('gets through more than are taken at a time', async () => {
    const films = Array.from(
      { length: 1100 },
      (_, i): CatalogueFilm => ({
        title: `Film ${i}`,
        year: null,
        releaseDate: null,
        genres: [],
        directors: [],
        cast: [],
        ids: { imdb: null, tmdb: `${i + 1}`, wikidata: null, wikipedia: null },
        renown: 0,
      }),
    );
    await store.catalogue.load({ people: [], films }, NOW, () => {});
    const ids = Array.from({ length: 1100 }, (_, i) => i + 1);
    const rateAll = (stars: number) =>
      store.atomically(async (tx) => {
        for (const id of ids) await rate(tx, ana, id as MovieId, { stars });
      });
    await rateAll(4);
    await publish();
    expect(await store.scores.owed(1)).toEqual([]);
    expect(await scoreOf(ids.at(-1) as MovieId)).toMatchObject({ stars: 4, count: 1 });

    // Nothing moves in the mean of all, though every movie is owed.
    await rateAll(3);
    await rateAll(4);
    await publish();
    expect(await store.scores.owed(1)).toEqual([]);

    await store.atomically(async (tx) => {
      for (const id of ids) await tx.ratings.remove(ana, id as MovieId, NOW);
    });
    await publish();
    await publish();
    expect(await store.scores.owed(1)).toEqual([]);
    expect(await scoreOf(ids.at(-1) as MovieId)).toBeNull();
  });
});
