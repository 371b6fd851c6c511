import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import { type Db, locked } from './atomic.js';
import { engineOf } from './engines.js';

/** Where a person may have something of a movie. */
const OF_PEOPLE = ['ratings', 'viewings', 'watchlist', 'favourites'] as const;

export async function removeUnused(
  tx: Db,
  id: MovieId,
  remove: () => Promise<boolean>,
): Promise<boolean> {
  // Nobody begins to use it from here on: what is seen next is all there will be.
  const found = tx.selectFrom('movies').select('version').where('id', '=', id);
  const movie = await locked(engineOf(tx), found).executeTakeFirst();
  if (movie?.version !== 1) return false;
  const used = [...OF_PEOPLE.map((table) => [table, 'movie_id']), ['merged_movies', 'into_id']].map(
    ([table = '', column = '']) =>
      sql`exists (select 1 from ${sql.table(table)} where ${sql.ref(column)} = ${id})`,
  );
  const { rows } = await sql<{ n: number }>`select count(*) as n from movies
    where id = ${id} and (${sql.join(used, sql` or `)})`.execute(tx);
  if ((rows[0]?.n ?? 0) > 0) return false;
  const people = await tx
    .selectFrom('credits')
    .select('person_id')
    .where('movie_id', '=', id)
    .execute();
  const genres = await tx
    .selectFrom('movie_genres')
    .select('genre_id')
    .where('movie_id', '=', id)
    .execute();
  const removed = await remove();
  await removeAlone(tx, 'people', 'credits', 'person_id', [
    ...people.map(({ person_id }) => person_id),
  ]);
  await removeAlone(tx, 'genres', 'movie_genres', 'genre_id', [
    ...genres.map(({ genre_id }) => genre_id),
  ]);
  return removed;
}

/** Those that no movie has. */
async function removeAlone(
  tx: Db,
  table: 'people' | 'genres',
  links: 'credits' | 'movie_genres',
  column: 'person_id' | 'genre_id',
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`delete from ${sql.table(table)} where id in (${sql.join(ids)}) and not exists (
    select 1 from ${sql.table(links)} where ${sql.ref(column)} = ${sql.table(table)}.id)`.execute(
    tx,
  );
}
