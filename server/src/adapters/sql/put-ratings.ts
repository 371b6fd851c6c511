import type { MovieId } from '../../movies/movie.js';
import type { Put, RatingWish } from '../../ratings/ports.js';
import type { Rating } from '../../ratings/rating.js';
import type { Stars } from '../../ratings/stars.js';
import { bucketOf, type Tally } from '../../ratings/tally.js';
import type { UserId } from '../../users/user.js';
import { BUCKET_COLUMNS } from './schema.js';

/** Runs one statement of SQLite in the transaction at hand: once, or for each of several lists of values. */
export type Run = {
  once(sql: string, values: readonly unknown[]): Promise<readonly object[]>;
  forEach(sql: string, each: readonly (readonly unknown[])[]): Promise<unknown>;
};

/** What is there of all that is wished for, and what becomes of it. */
type State = {
  /** By user and movie; absent where one of them is not there, null where it is not rated. */
  ratings: Map<string, Rating | null>;
  /** How many changes each user has made. */
  revisions: Map<UserId, number>;
  tallies: Map<MovieId, Tally>;
};

/**
 * Puts ratings in their order in one transaction, which is immediate: nobody else writes meanwhile. What there is of
 * all of them is read at once, and what becomes of it written table by table; each is answered as if it came alone.
 */
export async function putRatings(run: Run, wishes: readonly RatingWish[]): Promise<(Put | null)[]> {
  const state = await read(run, wishes);
  const raised = new Map<UserId, number>();
  const moved = new Map<MovieId, Tally>();
  const written: Rating[] = [];
  const done = wishes.map((wish): Put | null => {
    const { userId, movieId, stars, note, now } = wish;
    const before = state.ratings.get(keyOf(wish));
    if (before === undefined) return null;
    const tally = state.tallies.get(movieId);
    if (tally === undefined) throw new Error(`movie ${movieId} has no tally`);
    const isSame = before !== null && before.stars === stars && before.note === note;
    const ratedAt = wish.ratedAt ?? (isSame ? before.ratedAt : now);
    if (isSame && before.ratedAt === ratedAt) return { rating: before, tally, created: false };
    const revision = (state.revisions.get(userId) as number) + 1;
    const rating = { userId, movieId, stars, note, ratedAt, updatedAt: now, revision };
    const after = moveBy(tally, before?.stars ?? null, stars);
    state.ratings.set(keyOf(wish), rating);
    state.revisions.set(userId, revision);
    state.tallies.set(movieId, after);
    raised.set(userId, revision);
    moved.set(movieId, after);
    written.push(rating);
    return { rating, tally: after, created: before === null };
  });
  if (written.length === 0) return done;
  await run.once(RAISE, [JSON.stringify([...raised])]);
  await run.forEach(WRITE, written.map(toRow));
  await run.forEach(TELL, written.map(toEvent));
  await run.forEach(
    MOVE,
    [...moved].map(([movieId, { count, sum, histogram }]) => [count, sum, ...histogram, movieId]),
  );
  return done;
}

async function read(run: Run, wishes: readonly RatingWish[]): Promise<State> {
  const asked = JSON.stringify(wishes.map(({ userId, movieId }) => [userId, movieId]));
  const [found] = (await run.once(READ, [asked])) as [{ rows: string }];
  const state: State = { ratings: new Map(), revisions: new Map(), tallies: new Map() };
  for (const [userId, movieId, made, rated, tally] of JSON.parse(found.rows) as Found[]) {
    const [stars, note, ratedAt, updatedAt, revision] = rated;
    const rating =
      stars === null ? null : { userId, movieId, stars, note, ratedAt, updatedAt, revision };
    state.ratings.set(keyOf({ userId, movieId }), rating);
    state.revisions.set(userId, made);
    const [count, sum, ...histogram] = tally;
    if (count !== null) state.tallies.set(movieId, { count, sum, histogram });
  }
  return state;
}

type Found = [
  userId: UserId,
  movieId: MovieId,
  made: number,
  rating: [Stars | null, string | null, number, number, number],
  tally: [number | null, number, ...number[]],
];

function keyOf({ userId, movieId }: Pick<Rating, 'userId' | 'movieId'>): string {
  return `${userId} ${movieId}`;
}

function moveBy(tally: Tally, from: Stars | null, to: Stars): Tally {
  const histogram = [...tally.histogram];
  const add = (stars: Stars, n: number) => {
    const bucket = bucketOf(stars);
    histogram[bucket] = (histogram[bucket] as number) + n;
  };
  if (from !== null) add(from, -1);
  add(to, 1);
  const count = tally.count + (from === null ? 1 : 0);
  return { count, sum: tally.sum + to - (from ?? 0), histogram };
}

function toRow({ userId, movieId, stars, note, ratedAt, updatedAt, revision }: Rating) {
  return [userId, movieId, stars, note, ratedAt, updatedAt, revision];
}

function toEvent({ userId, movieId, stars, note, updatedAt, revision }: Rating) {
  return [userId, movieId, stars, note, updatedAt, revision];
}

/** In this order: what is asked for is looked up, never looked for. */
const READ = `
  SELECT json_group_array(json_array(
    users.id, movies.id, users.revision,
    json_array(ratings.stars, ratings.note, ratings.rated_at, ratings.updated_at, ratings.revision),
    json_array(tallies.count, tallies.sum, ${BUCKET_COLUMNS.map((name) => `tallies.${name}`)})
  )) AS rows
  FROM json_each(?) AS asked
  CROSS JOIN users ON users.id = asked.value ->> 0
  CROSS JOIN movies ON movies.id = asked.value ->> 1
  LEFT JOIN tallies ON tallies.movie_id = movies.id
  LEFT JOIN ratings ON ratings.user_id = users.id AND ratings.movie_id = movies.id`;

const RAISE = `
  UPDATE users
  SET revision = asked.value ->> 1, owed = 1, unjudged = coalesce(unjudged, revision + 1)
  FROM json_each(?) AS asked WHERE users.id = asked.value ->> 0`;

/** These are of several columns: to find so many values in a text takes longer than to run a statement for each row. */
const WRITE = `
  INSERT INTO ratings (user_id, movie_id, stars, note, rated_at, updated_at, revision)
  VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (user_id, movie_id) DO UPDATE SET stars = excluded.stars, note = excluded.note,
    rated_at = excluded.rated_at, updated_at = excluded.updated_at, revision = excluded.revision`;

const TELL = `
  INSERT INTO rating_events (user_id, movie_id, stars, note, at, revision) VALUES (?, ?, ?, ?, ?, ?)`;

const MOVE = `
  UPDATE tallies SET count = ?, sum = ?, ${BUCKET_COLUMNS.map((name) => `${name} = ?`)} WHERE movie_id = ?`;
