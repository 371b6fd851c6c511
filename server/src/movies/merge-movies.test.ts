import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { fieldsRefused, refusalOf } from '../../test/support/refusal.js';
import { addMovie, NOW } from '../../test/support/some.js';
import type { Store } from '../ports.js';
import { mergeMovies } from './merge-movies.js';
import type { Movie, MovieWish, OutsideIds } from './movie.js';

const NO_IDS: OutsideIds = { tmdb: null, imdb: null, wikidata: null };

describe('one movie of two', () => {
  let store: Store;
  beforeEach(async () => {
    store = await emptyStore();
  });
  afterEach(() => store.close());

  const merge = (from: Movie, into: Movie) =>
    mergeMovies({ movies: store.movies, now: () => NOW }, from, into);
  const withIds = (ids: Partial<OutsideIds>) => addMovie(store, { ids: { ...NO_IDS, ...ids } });

  it('knows what it knew, and what only the other knew', async () => {
    const theirs: Partial<MovieWish> = {
      title: 'Heat (1995)',
      originalTitle: 'Heat!',
      releaseDate: '1995-12-15',
      overview: 'A thief.',
      genres: ['Crime', 'Drama'],
      directors: [{ name: 'Michael Mann' }],
    };
    const from = await addMovie(store, theirs);
    const ours = { title: 'Heat', overview: 'A cop.', genres: ['Thriller'] };
    const into = await addMovie(store, ours);
    expect(await merge(from, into)).toMatchObject({
      ...ours,
      id: into.id,
      originalTitle: 'Heat!',
      releaseDate: '1995-12-15',
      year: 1995,
      directors: from.directors,
    });
  });

  it('has the outside ids of both, where each has its own or both have none', async () => {
    const from = await withIds({ tmdb: '949' });
    const into = await withIds({ imdb: 'tt0113277' });
    const { ids } = await merge(from, into);
    expect(ids).toEqual({ tmdb: '949', imdb: 'tt0113277', wikidata: null });
  });

  it('is not made of two with different ids, of one alone, or of one that is gone', async () => {
    const [one, other] = [
      await withIds({ tmdb: '1', imdb: 'tt0000001' }),
      await withIds({ tmdb: '2' }),
    ];
    expect(await refusalOf(() => merge(one, other))).toEqual({
      kind: 'ids-differ',
      detail: 'They are two films elsewhere: tmdb:1 and tmdb:2.',
    });
    expect(await fieldsRefused(() => merge(one, one))).toEqual(['into itself']);
    const third = await addMovie(store);
    expect(await refusalOf(() => merge({ ...third, version: 2 }, one))).toEqual({
      kind: 'precondition-failed',
    });
    await store.movies.remove(third.id, NOW);
    expect(await refusalOf(() => merge(third, one))).toEqual({ kind: 'movie-not-found' });
  });
});
