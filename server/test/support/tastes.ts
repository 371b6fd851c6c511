import { normalDraws } from '../../src/predictions/draws.js';
import { type Observations, observe } from '../../src/predictions/observations.js';
import type { MovieFacts } from '../../src/scores/prior.js';

type Wish = { users: number; movies: number; seed?: number; share?: number };

const GENRES = ['Comedy', 'Drama', 'Horror'];

/** People with tastes of two dimensions, who have rated about a `share` of all movies, in steps of half a star. */
export function somePeople({ users, movies, seed = 1, share = 0.3 }: Wish): Observations {
  const draw = normalDraws(seed);
  const vectors = (count: number) => Array.from({ length: count }, () => [draw(), draw(), draw()]);
  const [people, films] = [vectors(users), vectors(movies)];
  const ratings = people.flatMap((person, user) =>
    films.flatMap((film, movie) => {
      const taste = 0.4 * (person[1]! * film[1]! + person[2]! * film[2]!);
      const stars = 3.3 + 0.4 * person[0]! + 0.5 * film[0]! + taste + 0.5 * draw();
      const isRated = Math.abs(draw()) < 0.39 * (share / 0.3);
      return isRated ? [{ user, movie, steps: 10 * Math.round(2 * held(stars)) }] : [];
    }),
  );
  return observe({
    userIds: Float64Array.from({ length: users }, (_, row) => row + 1),
    movieIds: Float64Array.from({ length: movies }, (_, row) => 10 * (row + 1)),
    users: Int32Array.from(ratings, ({ user }) => user),
    movies: Int32Array.from(ratings, ({ movie }) => movie),
    steps: Uint8Array.from(ratings, ({ steps }) => steps),
  });
}

/** One genre or none, and a year or none. */
export function someFacts(movies: number): MovieFacts[] {
  return Array.from({ length: movies }, (_, row) => ({
    genres: GENRES.slice(row % 4, (row % 4) + 1),
    year: row % 5 === 0 ? null : 1950 + row,
  }));
}

function held(stars: number): number {
  return Math.min(5, Math.max(0, stars));
}
