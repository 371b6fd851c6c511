import type { MovieId } from '../movies/movie.js';
import { type Stars, writeStars } from '../ratings/stars.js';
import type { UserId } from '../users/user.js';
import { standingOf, type Window } from './flag.js';
import type { Scan, Scores } from './ports.js';

const ROWS_AT_A_TIME = 1000;
const FIRST_ROOM = 4096;

/** All ratings as flat arrays: of which person and movie, by their places in `people` and `movieIds`; in steps; when. */
export type Read = {
  raters: Int32Array;
  movies: Int32Array;
  steps: Uint8Array;
  at: Float64Array;
  people: Scan['raters'];
  movieIds: MovieId[];
};

export async function readRatings(
  scores: Pick<Scores, 'scan'>,
  pause: () => Promise<void>,
): Promise<Read> {
  let room = FIRST_ROOM;
  let [raters, movies] = [new Int32Array(room), new Int32Array(room)];
  let [steps, at] = [new Uint8Array(room), new Float64Array(room)];
  let length = 0;
  const people: Read['people'] = [];
  const movieIds: MovieId[] = [];
  const indexOf = new Map<MovieId, number>();
  let after = 0 as UserId;
  for (;;) {
    const scan = await scores.scan(after, ROWS_AT_A_TIME);
    if (scan.raters.length === 0) break;
    const first = people.length;
    const numberOf = new Map(scan.raters.map(({ userId }, i) => [userId, first + i]));
    people.push(...scan.raters);
    // Outside of what is searched for garbage, which would hold everyone up.
    for (; length + scan.votes.length > room; room *= 2) {
      [raters, movies] = [roomier(raters), roomier(movies)];
      [steps, at] = [roomier(steps), roomier(at)];
    }
    for (const { userId, movieId, vote } of scan.votes) {
      let index = indexOf.get(movieId);
      if (index === undefined) {
        index = movieIds.push(movieId) - 1;
        indexOf.set(movieId, index);
      }
      raters[length] = numberOf.get(userId) as number;
      movies[length] = index;
      steps[length] = vote.stars;
      at[length] = vote.at;
      length++;
    }
    after = scan.raters.at(-1)?.userId as UserId;
    await pause();
  }
  return {
    raters: raters.subarray(0, length),
    movies: movies.subarray(0, length),
    steps: steps.subarray(0, length),
    at: at.subarray(0, length),
    people,
    movieIds,
  };
}

/** The same at the beginning of twice the room. */
function roomier<T extends Int32Array | Uint8Array | Float64Array>(array: T): T {
  const twice = new (array.constructor as new (length: number) => T)(2 * array.length);
  twice.set(array);
  return twice;
}

/** As `estimate` takes them, but for what came in an unusual way: it tells nothing of how people rate. */
export function withoutQuestioned(
  { raters, movies, steps, at, movieIds }: Read,
  windows: ReadonlyMap<MovieId, readonly Window[]>,
): { raters: Int32Array; movies: Int32Array; stars: Float64Array } {
  const stars = new Float64Array(steps.length);
  for (let i = 0; i < steps.length; i++) stars[i] = writeStars(steps[i] as Stars);
  if (windows.size === 0) return { raters, movies, stars };
  const ofMovie = movieIds.map((id) => windows.get(id));
  const isCounted = (_: number, i: number) => {
    const own = ofMovie[movies[i] as number];
    return own === undefined || standingOf(at[i] as number, own) === 'counted';
  };
  return {
    raters: raters.filter(isCounted),
    movies: movies.filter(isCounted),
    stars: stars.filter(isCounted),
  };
}
