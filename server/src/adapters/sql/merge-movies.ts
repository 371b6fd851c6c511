import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Db } from './atomic.js';
import { mergeRatings } from './merge-ratings.js';

/** Moves all that hangs on a movie to another, but for its facts and outside ids, in a transaction that removes it then. */
export async function moveToOther(
  tx: Db,
  from: MovieId,
  into: MovieId,
  now: number,
): Promise<void> {
  await mergeRatings(tx, from, into, now);
  await sql`insert into set_aside (user_id, movie_id, at)
    select user_id, ${into}, at from set_aside where movie_id = ${from}
    on conflict (user_id, movie_id) do update set at =
      case when excluded.at < set_aside.at then excluded.at else set_aside.at end`.execute(tx);
  for (const name of ['favourites', 'watchlist']) {
    const table = sql.table(name);
    await sql`insert into ${table} (user_id, movie_id, added_at)
      select user_id, ${into}, added_at from ${table} where movie_id = ${from}
      on conflict (user_id, movie_id) do update set added_at =
        case when excluded.added_at < ${table}.added_at
          then excluded.added_at else ${table}.added_at end`.execute(tx);
  }
  for (const table of ['viewings', 'import_rows'] as const) {
    await tx.updateTable(table).set({ movie_id: into }).where('movie_id', '=', from).execute();
  }
  await sql`update import_effects set movie_id = ${into} where movie_id = ${from} and not exists (
    select 1 from import_effects other
    where other.import_id = import_effects.import_id and other.movie_id = ${into})`.execute(tx);
  await tx
    .updateTable('score_flags')
    .set({ movie_id: into })
    .where('movie_id', '=', from)
    .execute();
  // What was published of the one that stays was its score; before that, the film had the other's.
  await sql`update score_days set movie_id = ${into} where movie_id = ${from} and day < coalesce(
    (select min(day) from score_days where movie_id = ${into}), '9999')`.execute(tx);
  await sql`update movies set renown = (select max(renown) from movies where id in (${from}, ${into}))
    where id = ${into}`.execute(tx);
  // By which the catalogue knows the film; `Movie.ids` has the others.
  await sql`update movie_ids set movie_id = ${into}
    where movie_id = ${from} and source = 'wikipedia' and not exists (
      select 1 from movie_ids where movie_id = ${into} and source = 'wikipedia')`.execute(tx);
  // With the id, what it says there is to be asked again one day; but only some facts are from there.
  await sql`insert into outside_facts (movie_id, fetched_at, whole)
    select ${into}, fetched_at, 0 from outside_facts where movie_id = ${from}
    on conflict do nothing`.execute(tx);
  await tx
    .updateTable('merged_movies')
    .set({ into_id: into })
    .where('into_id', '=', from)
    .execute();
  await tx.insertInto('merged_movies').values({ id: from, into_id: into }).execute();
}

/** The movie that an id is another name of, since the two were one film. */
export async function mergedInto(db: Db, id: MovieId): Promise<MovieId | null> {
  const row = await db
    .selectFrom('merged_movies')
    .select('into_id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.into_id ?? null;
}
