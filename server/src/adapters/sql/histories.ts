import { sql } from 'kysely';
import type { FilmHistory, Histories } from '../../imports/history.js';
import type { MovieId } from '../../movies/movie.js';
import type { Stars } from '../../ratings/stars.js';
import type { UserId } from '../../users/user.js';
import { atomic, type Db } from './atomic.js';
import { engineOf } from './engines.js';
import { writeMarks } from './history-marks.js';
import { writeRatings } from './history-ratings.js';
import { writeViewings } from './history-viewings.js';
import { shapedStatement, statement } from './statement.js';
import { toViewing } from './viewings.js';

export function sqlHistories(db: Db): Histories {
  return {
    read: (userId, movieIds) => readHistories(db, userId, movieIds),

    write: (userId, changes, now) =>
      atomic(db, async (tx) => {
        await writeRatings(tx, userId, changes, now);
        await writeMarks(tx, userId, changes);
        return writeViewings(tx, userId, changes);
      }),
  };
}

async function readHistories(
  db: Db,
  userId: UserId,
  movieIds: readonly MovieId[],
): Promise<Map<MovieId, FilmHistory>> {
  if (movieIds.length === 0) return new Map();
  const wanted = { userId, ids: JSON.stringify(movieIds) };
  const rows = await pastOf(db, db.isTransaction, wanted);
  const histories = new Map(rows.map((row) => [row.id, toHistory(row)]));
  for (const row of await viewingsOf(db, wanted)) {
    const { userId: _, movieId, ...viewing } = toViewing(row);
    histories.get(movieId)?.viewings.push(viewing);
  }
  return histories;
}

type Wanted = { userId: UserId; ids: string };
type Past = {
  id: MovieId;
  stars: Stars | null;
  rated_at: number | null;
  updated_at: number | null;
  note: string | null;
  watchlist: number | null;
  favourite: number | null;
};

/** Of movies that are there, which in a transaction stay to its end, all but viewings. */
const pastOf = shapedStatement((db, inTransaction: boolean, { userId, ids }: Wanted) => {
  const { kind, bulk } = engineOf(db);
  const lock = inTransaction && kind === 'postgres';
  return sql<Past>`select movies.id, stars, note, rated_at, ratings.updated_at,
    watchlist.added_at as watchlist, favourites.added_at as favourite from movies
    left join ratings on ratings.user_id = ${userId} and ratings.movie_id = movies.id
    left join watchlist on watchlist.user_id = ${userId} and watchlist.movie_id = movies.id
    left join favourites on favourites.user_id = ${userId} and favourites.movie_id = movies.id
    where ${bulk.isAmong('movies.id', ids)}
    order by movies.id ${lock ? sql`for key share of movies` : sql``}`.compile(db);
});

const viewingsOf = statement((db, { userId, ids }: Wanted) =>
  db
    .selectFrom('viewings')
    .selectAll()
    .where('user_id', '=', userId)
    .where('movie_id', 'in', engineOf(db).bulk.idsOf(ids))
    .orderBy('id')
    .compile(),
);

function toHistory({ stars, note, rated_at, updated_at, watchlist, favourite }: Past): FilmHistory {
  const isRated = stars !== null && rated_at !== null && updated_at !== null;
  const rating = isRated ? { stars, note, ratedAt: rated_at, updatedAt: updated_at } : null;
  return { rating, viewings: [], watchlist, favourite };
}
