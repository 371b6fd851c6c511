import { expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { addMovie, addUser, rate } from '../../test/support/some.js';
import { mergeMovies } from '../movies/merge-movies.js';
import { historyOf } from './history.js';

it('tells of each change which film it was of: of one that was merged, the one it is now', async () => {
  const store = await emptyStore();
  const ana = await addUser(store, 'ana');
  const [gone, kept] = [
    await addMovie(store, { title: 'Alien (again)', year: 1979 }),
    await addMovie(store, { title: 'Alien', year: 1979 }),
  ];
  await rate(store, ana.id, gone.id, { stars: 4 });
  await mergeMovies({ movies: store.movies, now: Date.now }, gone, kept);
  const told: [number, string | undefined][] = [];
  for await (const { movieId, movie } of historyOf(store, ana.id).changes()) {
    told.push([movieId, movie?.title]);
  }
  expect(told.map(([movieId]) => movieId)).toContain(gone.id);
  expect(new Set(told.map(([, title]) => title))).toEqual(new Set(['Alien']));
  await store.close();
});
