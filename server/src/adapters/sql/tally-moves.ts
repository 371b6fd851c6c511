import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Stars } from '../../ratings/stars.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import type { Row } from './engine.js';
import { engineOf } from './engines.js';
import { TALLY_COLUMNS, tallyDifference } from './tallies.js';

type Move = { movieId: MovieId; from: Stars | null; to: Stars | null };

const MOVIES_A_STATEMENT = 5000;

/** Moves the tallies of many movies, each at most once, in the order of their ids. */
export async function moveTallies(tx: Db, userId: UserId, moves: readonly Move[]): Promise<void> {
  const rows = moves.map(({ movieId, from, to }): Row => {
    const by = tallyDifference(from, to);
    return [movieId, ...TALLY_COLUMNS.map((column) => by[column])];
  });
  await addToTallies(tx, userId % engineOf(tx).shards, rows);
}

/** Adds to one shard of the tallies of movies: each row is a movie and what is added to each of its columns, by id. */
export async function addToTallies(tx: Db, shard: number, rows: readonly Row[]): Promise<void> {
  for (let i = 0; i < rows.length; i += MOVIES_A_STATEMENT) {
    await addSome(tx, shard, rows.slice(i, i + MOVIES_A_STATEMENT));
  }
}

async function addSome(tx: Db, shard: number, rows: readonly Row[]): Promise<void> {
  const { bulk, kind } = engineOf(tx);
  const given = bulk.recordset('tallies', ['movie_id', ...TALLY_COLUMNS], rows);
  if (kind === 'postgres') {
    await sql`insert into tallies (movie_id, shard)
      select movie_id, ${shard}::smallint from ${given} as given on conflict do nothing`.execute(
      tx,
    );
    // Who moves some of the same waits at the first of them.
    await sql`select from tallies where shard = ${shard}::smallint
      and movie_id in (${sql.join(rows.map(([movieId]) => movieId))})
      order by movie_id for update`.execute(tx);
  }
  const set = TALLY_COLUMNS.map((column) => {
    const name = sql.ref(column);
    return sql`${name} = tallies.${name} + given.${name}`;
  });
  await sql`update tallies set ${sql.join(set)} from ${given} as given
    where tallies.movie_id = given.movie_id and tallies.shard = ${shard}`.execute(tx);
}
