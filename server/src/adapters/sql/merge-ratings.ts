import { type RawBuilder, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { tellRaters } from './rating-events.js';
import { recountColumns, TALLY_COLUMNS } from './tallies.js';

/**
 * Moves all ratings of a movie to another; who rated both keeps the one changed last. Everyone's changes tell that the
 * one went, and what the other has. A rating keeps its times: many that move at once are no crowd that came at once.
 */
export async function mergeRatings(
  tx: Db,
  from: MovieId,
  into: MovieId,
  now: number,
): Promise<void> {
  await keepOut(tx, from);
  await tellRaters(tx, from, now);
  await tellOfKept(tx, from, into);
  await addShards(tx, from, into);
  const replaced = sql`movie_id = ${into} and user_id in (
    select ours.user_id from ratings theirs
    inner join ratings ours on ours.user_id = theirs.user_id and ours.movie_id = ${into}
    where theirs.movie_id = ${from} and theirs.updated_at > ours.updated_at)`;
  await moveTally(tx, into, sql`-`, replaced);
  await sql`delete from ratings where ${replaced}`.execute(tx);
  // Who still has one of ours keeps that.
  await sql`delete from ratings where movie_id = ${from} and exists (
    select 1 from ratings ours
    where ours.user_id = ratings.user_id and ours.movie_id = ${into})`.execute(tx);
  await moveTally(tx, into, sql`+`, sql`movie_id = ${from}`);
  await sql`update ratings set movie_id = ${into} where movie_id = ${from}`.execute(tx);
}

/** Nobody rates the movie until the transaction ends. Raters come first, as when they rate: none waits for a row of ours. */
async function keepOut(tx: Db, movieId: MovieId): Promise<void> {
  if (engineOf(tx).kind !== 'postgres') return;
  await sql`select from users where id in (${ratersOf(movieId)}) order by id for update`.execute(
    tx,
  );
  await sql`select from movies where id = ${movieId} for update`.execute(tx);
}

function ratersOf(movieId: MovieId): RawBuilder<unknown> {
  return sql`select user_id from ratings where movie_id = ${movieId}`;
}

/** Gives what each rater of `from` keeps a revision and an event of its own, before it is where it will be. */
async function tellOfKept(tx: Db, from: MovieId, into: MovieId): Promise<void> {
  const raters = ratersOf(from);
  await sql`update users set revision = revision + 1 where id in (${raters})`.execute(tx);
  await sql`update ratings set revision = (select revision from users where id = ratings.user_id)
    where movie_id in (${from}, ${into}) and user_id in (${raters})`.execute(tx);
  const kept = (column: string) =>
    sql`case when ours.updated_at >= theirs.updated_at
      then ours.${sql.ref(column)} else theirs.${sql.ref(column)} end`;
  await sql`insert into rating_events (user_id, revision, movie_id, stars, note, at)
    select theirs.user_id, theirs.revision, ${into}, ${kept('stars')}, ${kept('note')},
      ${kept('updated_at')}
    from ratings theirs
    left join ratings ours on ours.user_id = theirs.user_id and ours.movie_id = ${into}
    where theirs.movie_id = ${from}`.execute(tx);
}

/** Those rows of the tally that the raters of `from` will be counted in. */
async function addShards(tx: Db, from: MovieId, into: MovieId): Promise<void> {
  await sql`insert into tallies (movie_id, shard)
    select distinct ${sql.lit(into)}, user_id % ${sql.lit(engineOf(tx).shards)}
    from ratings where movie_id = ${from}
    on conflict do nothing`.execute(tx);
}

/** Counts some ratings into a movie's tally, or out of it. */
async function moveTally(
  tx: Db,
  movieId: MovieId,
  sign: RawBuilder<unknown>,
  which: RawBuilder<unknown>,
): Promise<void> {
  const shard = sql<number>`user_id % ${sql.lit(engineOf(tx).shards)}`;
  const some = tx
    .selectFrom('ratings')
    .select(shard.as('shard'))
    .select(recountColumns())
    .where(sql<boolean>`${which}`)
    .groupBy(shard);
  const moved = TALLY_COLUMNS.map((column) => {
    const name = sql.ref(column);
    return sql`${name} = tallies.${name} ${sign} counted.${name}`;
  });
  await sql`update tallies set ${sql.join(moved)} from ${some} as counted
    where tallies.movie_id = ${movieId} and tallies.shard = counted.shard`.execute(tx);
}
