import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { fieldsRefused, refusalOf } from '../../test/support/refusal.js';
import { addMovie, addUser, NO_MOVIE } from '../../test/support/some.js';
import { mergeMovies } from '../movies/merge-movies.js';
import type { MovieId } from '../movies/movie.js';
import type { Store } from '../ports.js';
import type { UserId } from '../users/user.js';
import { rateMovie } from './rate-movie.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('rating a movie', () => {
  let store: Store;
  let userId: UserId;
  let movieId: MovieId;

  beforeEach(async () => {
    store = await emptyStore();
    userId = (await addUser(store, 'ana')).id;
    movieId = (await addMovie(store)).id;
  });
  afterEach(() => store.close());

  type Told = Omit<Parameters<typeof rateMovie>[1], 'userId' | 'movieId'>;
  const rateIt = (told: Told, at = NOW) =>
    rateMovie({ ...store, now: () => at }, { userId, movieId, ...told });

  it('keeps stars, note and time', async () => {
    const told = { stars: 3.55, note: '  loud\n', ratedAt: '2020-05-01T10:00:00+02:00' };
    expect(await rateIt(told)).toMatchObject({
      created: true,
      rating: { stars: 71, note: 'loud', ratedAt: Date.UTC(2020, 4, 1, 8), updatedAt: NOW },
    });
  });

  it.each([undefined, null])('rates now when the time is %s', async (ratedAt) => {
    expect((await rateIt({ stars: 3, ratedAt })).rating.ratedAt).toBe(NOW);
  });

  it('rates what the movie was merged into', async () => {
    const [from, into] = [await addMovie(store), await addMovie(store)];
    await mergeMovies({ ...store, now: () => NOW }, from, into);
    movieId = from.id;
    expect((await rateIt({ stars: 3 })).rating.movieId).toBe(into.id);
  });

  it('keeps the time there was when nothing else changes, and takes a new one otherwise', async () => {
    await rateIt({ stars: 3, ratedAt: '2020-05-01T10:00:00Z' });
    const same = await rateIt({ stars: 3 }, NOW + 1);
    expect(same.rating).toMatchObject({ ratedAt: Date.UTC(2020, 4, 1, 10), updatedAt: NOW });
    expect((await rateIt({ stars: 4 }, NOW + 2)).rating.ratedAt).toBe(NOW + 2);
  });

  it.each([undefined, null, '', ' \n '])('has no note when it is %j', async (note) => {
    expect((await rateIt({ stars: 3, note })).rating.note).toBeNull();
  });

  it.each([5.05, -0.05, 3.52, NaN])('refuses %d stars and keeps nothing', async (stars) => {
    expect(await fieldsRefused(() => rateIt({ stars }))).toEqual(['stars multiple-of']);
    expect(await store.ratings.find(userId, movieId)).toBeNull();
  });

  it('refuses a time that is none and keeps nothing', async () => {
    const told = { stars: 3, ratedAt: '2024-02-30T00:00:00Z' };
    expect(await fieldsRefused(() => rateIt(told))).toEqual(['ratedAt format']);
    expect(await store.ratings.find(userId, movieId)).toBeNull();
  });

  it('refuses a movie that is not there', async () => {
    movieId = NO_MOVIE;
    expect(await refusalOf(() => rateIt({ stars: 3 }))).toEqual({ kind: 'movie-not-found' });
  });
});
