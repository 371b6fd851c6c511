import type { Movie, MovieWish } from './movie.js';

/** The movie as it would be told again: its people by their ids. */
export function retold(movie: Movie): MovieWish {
  const same = (people: Movie['cast']) => people.map(({ id }) => ({ id }));
  return { ...movie, directors: same(movie.directors), cast: same(movie.cast) };
}

/** The first, with what it does not know from the second; its ids are its own. */
export function completed(first: MovieWish, second: MovieWish): MovieWish {
  const told = Object.entries(first).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return { ...second, ...(Object.fromEntries(told) as Partial<MovieWish>) };
}
