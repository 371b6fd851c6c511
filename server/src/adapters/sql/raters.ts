import { sql } from 'kysely';
import type { Rater, Raters } from '../../datasets/ports.js';
import { handleKey } from '../../users/handle.js';
import type { UserId } from '../../users/user.js';
import { atomic, type Db } from './atomic.js';
import type { Row } from './engine.js';
import { engineOf } from './engines.js';
import { gatheredTallies } from './gathered-tallies.js';
import { insertMany } from './insert-many.js';
import { noteVotes } from './note-votes.js';
import { addToTallies } from './tally-moves.js';

const RATINGS_AT_A_TIME = 7000;
const HANDLES_A_STATEMENT = 10_000;
const USER = ['id', 'handle', 'handle_key', 'display_name', 'display_key', 'role'];
/** What a load writes. */
const FILLED = ['ratings', 'rating_events'] as const;
const COUNTED = ['tallies', 'vote_hours', 'rater_habits'] as const;

type Numbered = Rater & { id: number };

export function sqlRaters(db: Db): Raters {
  return {
    async firstTaken(handles) {
      for (let i = 0; i < handles.length; i += HANDLES_A_STATEMENT) {
        const some = handles.slice(i, i + HANDLES_A_STATEMENT);
        const keys = some.map((handle) => [handleKey(handle)]);
        const { rows } = await sql<{ handle_key: string }>`
          select users.handle_key from ${engineOf(db).bulk.recordset('users', ['handle_key'], keys)} as given
          inner join users on users.handle_key = given.handle_key`.execute(db);
        const taken = new Set(rows.map(({ handle_key }) => handle_key));
        const first = some.find((handle) => taken.has(handleKey(handle)));
        if (first !== undefined) return first;
      }
      return null;
    },

    add: (raters, now, onProgress) =>
      atomic(db, async (tx) => {
        const { bulk } = engineOf(tx);
        const first = await tx.selectFrom('ratings').select('user_id').limit(1).executeTakeFirst();
        const work = () => addAll(tx, raters, now, onProgress);
        await (first === undefined ? bulk.withoutIndexes(tx, FILLED, work) : work());
        await bulk.takeStock(tx, ['users', ...FILLED, ...COUNTED]);
      }),
  };
}

async function addAll(
  tx: Db,
  raters: Iterable<Rater>,
  now: number,
  onProgress: (ratings: number) => void,
): Promise<void> {
  const tallies = gatheredTallies(engineOf(tx).shards);
  const all: UserId[] = [];
  let written = 0;
  for (const some of inParts(raters)) {
    const ids = await engineOf(tx).bulk.reserveIds(tx, 'users', some.length);
    const people = some.map((rater, i) => ({ ...rater, id: ids[i] as number }));
    await addPeople(tx, people, now);
    await addRatings(tx, people);
    for (const person of people) tallies.add(person);
    for (const id of ids) all.push(id as UserId);
    written += some.reduce((sum, { ratings }) => sum + ratings.length, 0);
    onProgress(written);
    // Lets the progress bar be drawn.
    await new Promise(setImmediate);
  }
  // Last of all: others who rate these movies, or count votes, wait from here to the end.
  await noteVotes(tx, all, tallies.movieIds());
  for (const [shard, rows] of tallies.byShard()) await addToTallies(tx, shard, rows);
}

/** People who have rated about so much together. */
function* inParts(raters: Iterable<Rater>): Generator<Rater[]> {
  let part: Rater[] = [];
  let ratings = 0;
  for (const rater of raters) {
    part.push(rater);
    ratings += rater.ratings.length;
    if (ratings < RATINGS_AT_A_TIME) continue;
    yield part;
    [part, ratings] = [[], 0];
  }
  if (part.length > 0) yield part;
}

async function addPeople(tx: Db, people: readonly Numbered[], now: number): Promise<void> {
  await insertMany(
    engineOf(tx).bulk,
    tx,
    'users',
    [...USER, 'created_at', 'revision', 'owed'],
    people.map(({ id, handle, ratings }): Row => {
      const [key, revision] = [handleKey(handle), ratings.length];
      return [id, handle, key, handle, key, 'USER', now, revision, revision > 0 ? 1 : 0];
    }),
  );
}

/** In the order of the keys of both tables, by which one row comes to lie beside the last. */
async function addRatings(tx: Db, people: readonly Numbered[]): Promise<void> {
  const rows = people.flatMap(({ id, ratings }) =>
    ratings
      .map(({ movieId, stars, ratedAt }, i) => [id, movieId, stars, ratedAt, i + 1] as const)
      .sort((one, other) => one[1] - other[1]),
  );
  if (rows.length === 0) return;
  const columns = ['user_id', 'movie_id', 'stars', 'rated_at', 'revision'];
  const given = engineOf(tx).bulk.recordset('ratings', columns, rows);
  await sql`insert into ratings (user_id, movie_id, stars, rated_at, updated_at, revision)
    select user_id, movie_id, stars, rated_at, rated_at, revision from ${given} as given`.execute(
    tx,
  );
  await sql`insert into rating_events (user_id, revision, movie_id, stars, at)
    select user_id, revision, movie_id, stars, rated_at from ${given} as given
    order by user_id, revision`.execute(tx);
}
