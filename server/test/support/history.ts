import { historyOf } from '../../src/exports/history.js';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { writeStars } from '../../src/ratings/stars.js';
import type { UserId } from '../../src/users/user.js';

/** What somebody has told, in an order that is the same for all who told it. */
export async function toldBy(store: Store, userId: UserId) {
  const history = historyOf(store, userId);
  return {
    ratings: await sorted(history.ratings(), ({ movie, rating }) => ({
      film: filmOf(movie),
      stars: writeStars(rating.stars),
      note: rating.note,
      ratedAt: rating.ratedAt,
    })),
    viewings: await sorted(history.viewings(), ({ movie, viewing }) => ({
      film: filmOf(movie),
      watchedOn: viewing.watchedOn,
      stars: viewing.stars === null ? null : writeStars(viewing.stars),
      rewatch: viewing.rewatch,
      tags: viewing.tags,
      review: viewing.review,
      loggedAt: viewing.loggedAt,
    })),
    watchlist: await sorted(history.watchlist(), ({ movie, addedAt }) => ({
      film: filmOf(movie),
      addedAt,
    })),
    favourites: await sorted(history.favourites(), ({ movie, addedAt }) => ({
      film: filmOf(movie),
      addedAt,
    })),
  };
}

/** What tells a film from others, whatever its id. */
function filmOf({ title, originalTitle, year, directors, ids }: Movie) {
  return { title, originalTitle, year, directors: directors.map(({ name }) => name), ids };
}

async function sorted<Row, Told>(rows: AsyncIterable<Row>, tell: (row: Row) => Told) {
  const told: Told[] = [];
  for await (const row of rows) told.push(tell(row));
  const key = (one: Told) => JSON.stringify(one);
  return told.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
