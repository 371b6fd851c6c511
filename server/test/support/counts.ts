import { afterEach, beforeEach, expect } from 'vitest';
import type { MovieId } from '../../src/movies/movie.js';
import type { UserId } from '../../src/users/user.js';
import type { Service, Someone } from './service.js';

/** How much of everything is stored, seen past the routes, and that all of it adds up. */
async function countsOf({ store }: Pick<Service, 'store'>, someone: Someone) {
  const id = someone.id as UserId;
  const one = { limit: 1, after: null };
  const { ratings, differences } = await store.recount.differences();
  const movies = await store.movies.list({}, [{ by: 'popularity', descending: true }], one);
  const { favourites } = await store.users.counts(id);
  return {
    users: (await store.users.list({}, one)).total,
    movies: movies.total,
    tokens: (await store.tokens.list(id)).length,
    changes: (await store.ratings.changes(id, 0, 1000)).length,
    account: await store.users.find(id),
    edits: (await store.movies.find(1 as MovieId))?.version,
    favourites,
    ratings,
    differences,
  };
}

/** Nothing that the tests of this file refuse leaves anything behind. */
export function nothingIsStored(of: () => { service: Service; someone: Someone }): void {
  let before: Awaited<ReturnType<typeof countsOf>>;
  beforeEach(async () => {
    before = await countsOf(of().service, of().someone);
  });
  afterEach(async () => {
    expect(await countsOf(of().service, of().someone)).toEqual(before);
    expect(before.differences).toEqual([]);
  });
}
