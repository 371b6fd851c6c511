import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Stars } from '../../ratings/stars.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { TALLY_COLUMNS, tallyDifference } from './tallies.js';

type Move = { movieId: MovieId; from: Stars | null; to: Stars | null };

/** Moves the tallies of many movies, each at most once, in the order of their ids. */
export async function moveTallies(tx: Db, userId: UserId, moves: readonly Move[]): Promise<void> {
  const { bulk, kind, shards } = engineOf(tx);
  const shard = userId % shards;
  const rows = moves.map(({ movieId, from, to }) => {
    const by = tallyDifference(from, to);
    return [movieId, ...TALLY_COLUMNS.map((column) => by[column])];
  });
  const given = bulk.recordset('tallies', ['movie_id', ...TALLY_COLUMNS], rows);
  if (kind === 'postgres') {
    await sql`insert into tallies (movie_id, shard)
      select movie_id, ${shard}::smallint from ${given} as given on conflict do nothing`.execute(
      tx,
    );
    // Who moves some of the same waits at the first of them.
    await sql`select from tallies where shard = ${shard}::smallint
      and movie_id in (${sql.join(moves.map(({ movieId }) => movieId))})
      order by movie_id for update`.execute(tx);
  }
  const set = TALLY_COLUMNS.map((column) => {
    const name = sql.ref(column);
    return sql`${name} = tallies.${name} + given.${name}`;
  });
  await sql`update tallies set ${sql.join(set)} from ${given} as given
    where tallies.movie_id = given.movie_id and tallies.shard = ${shard}`.execute(tx);
}
