import type { MovieId } from '../movies/movie.js';
import type { UserId } from '../users/user.js';
import type { RatingList } from './observations.js';
import type { PredictionModels } from './ports.js';

const ROWS_AT_A_TIME = 5000;
const FIRST_ROOM = 4096;

/** All ratings that models may learn from, as flat arrays; movies and people in the order of their ids. */
export async function readTraining(
  models: Pick<PredictionModels, 'scan'>,
  pause: () => Promise<void>,
): Promise<RatingList> {
  let [users, movies] = [new Int32Array(FIRST_ROOM), new Float64Array(FIRST_ROOM)];
  let steps = new Uint8Array(FIRST_ROOM);
  let length = 0;
  const userIds: UserId[] = [];
  for (let after: UserId | null = 0 as UserId; after !== null; await pause()) {
    const { ratings, next } = await models.scan(after, ROWS_AT_A_TIME);
    for (; length + ratings.length > users.length; ) {
      [users, movies, steps] = [roomier(users), roomier(movies), roomier(steps)];
    }
    for (const rating of ratings) {
      if (userIds.at(-1) !== rating.userId) userIds.push(rating.userId);
      users[length] = userIds.length - 1;
      movies[length] = rating.movieId;
      steps[length] = rating.steps;
      length++;
    }
    after = next;
  }
  const movieIds = Float64Array.from(new Set(movies.subarray(0, length))).sort();
  const rows = new Map([...movieIds].map((id, row) => [id, row]));
  return {
    userIds: Float64Array.from(userIds),
    movieIds,
    users: users.subarray(0, length),
    movies: Int32Array.from(movies.subarray(0, length), (id) => rows.get(id) as number),
    steps: steps.subarray(0, length),
  };
}

/** The ids as they are known elsewhere. */
export function movieIdsOf({ movieIds }: Pick<RatingList, 'movieIds'>): MovieId[] {
  return [...movieIds] as MovieId[];
}

/** The same at the beginning of twice the room. */
function roomier<T extends Int32Array | Uint8Array | Float64Array>(array: T): T {
  const twice = new (array.constructor as new (length: number) => T)(2 * array.length);
  twice.set(array);
  return twice;
}
